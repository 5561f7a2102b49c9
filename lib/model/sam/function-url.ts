import { isIntrinsic, pick, present } from './intrinsic';
import type { Making } from './making';
import type { SamResource } from './sam-resource';
import type { Json } from '../facts';
import { objectOf } from '../json';

/** The URL of a function; one that asks nobody is opened to everybody by permissions that SAM adds. */
export function expandFunctionUrl(making: Making, from: SamResource, target: Json): void {
  const { logicalId, properties } = from;
  const config = objectOf(properties.FunctionUrlConfig);
  if (isIntrinsic(config)) {
    making.cannot(from, 'has a function URL that is computed as a whole', 'Properties.FunctionUrlConfig');
    return;
  }
  const url = { ...pick(config, 'AuthType', 'Cors', 'InvokeMode'), TargetFunctionArn: target };
  making.make(from, `${logicalId}Url`, 'AWS::Lambda::Url', url, { places: { '': 'FunctionUrlConfig*' } });
  if (config.AuthType !== 'NONE') return;
  const open = { FunctionName: target, Principal: '*' };
  const places = { '': 'FunctionUrlConfig.AuthType' };
  making.make(
    from,
    `${logicalId}UrlPublicPermissions`,
    'AWS::Lambda::Permission',
    { ...open, Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' },
    { places },
  );
  making.make(
    from,
    `${logicalId}URLInvokeAllowPublicAccess`,
    'AWS::Lambda::Permission',
    present({ ...open, Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true }),
    { places },
  );
}
