import { modelOf, resource } from './build';
import { writtenAt } from '../../lib/model/written';

test('a resource is written where it stands, with its construct path where it has one', () => {
  const app = modelOf({ Resources: { Q: { Type: 'T', Metadata: { 'aws:cdk:path': 'App/Q' } }, Bare: { Type: 'T' } } });
  expect(writtenAt(resource(app, 'Q'), 'Properties.Name')).toEqual({
    logicalId: 'Q',
    type: 'T',
    constructPath: 'App/Q',
    property: 'Properties.Name',
  });
  expect(writtenAt(resource(app, 'Bare'))).toEqual({ logicalId: 'Bare', type: 'T' });
});

test('what a macro made is written where the macro found it', () => {
  const Resources = { F: { Type: 'AWS::Serverless::Function', Properties: { Role: 'arn:r', Timeout: 3 } } };
  const app = modelOf({ Transform: 'AWS::Serverless-2016-10-31', Resources });
  expect(writtenAt(resource(app, 'F'), 'Properties.Timeout')).toEqual({
    logicalId: 'F',
    type: 'AWS::Serverless::Function',
    property: 'Properties.Timeout',
  });
});
