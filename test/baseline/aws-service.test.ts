import { AwsService, EndpointDiscovery } from '../../lib';
import { refusal } from '../apps';

test('a service without private DNS tells the SDK where its endpoint is', () => {
  expect(AwsService.DYNAMODB).toMatchObject({
    discovery: EndpointDiscovery.ENDPOINT_URL,
    endpointVariable: 'AWS_ENDPOINT_URL_DYNAMODB',
  });
  expect(AwsService.S3).toMatchObject({ discovery: EndpointDiscovery.ENDPOINT_URL, endpointVariable: 'AWS_ENDPOINT_URL_S3' });
});

test('every other service is found by its ordinary name', () => {
  const others = Object.values(AwsService).filter(
    service => service instanceof AwsService && service !== AwsService.DYNAMODB && service !== AwsService.S3,
  );
  expect(others.length).toBeGreaterThan(10);
  for (const service of others) {
    expect(service).toMatchObject({ discovery: EndpointDiscovery.PRIVATE_DNS, endpointVariable: undefined });
  }
});

test('no two services of the list share an endpoint', () => {
  const names = Object.values(AwsService)
    .filter(service => service instanceof AwsService)
    .map(service => service.endpointName);
  expect(new Set(names).size).toBe(names.length);
});

test('a service that is not in the list is named by its endpoint', () => {
  expect(AwsService.of('textract')).toMatchObject({
    endpointName: 'textract',
    iamPrefix: 'textract',
    discovery: EndpointDiscovery.PRIVATE_DNS,
  });
  expect(AwsService.of('textract', { iamPrefix: undefined }).iamPrefix).toBe('textract');
});

test('a service whose actions are called otherwise says so', () => {
  expect(AwsService.of('email-smtp', { iamPrefix: 'ses' })).toMatchObject({ endpointName: 'email-smtp', iamPrefix: 'ses' });
});

test('a service of the list is the same one under its name', () => {
  expect(AwsService.of('dynamodb')).toBe(AwsService.DYNAMODB);
  expect(AwsService.of('kinesis-streams')).toBe(AwsService.KINESIS);
});

test.each(['', 'Textract', 'com.amazonaws.eu-west-1/textract', '-x', '*'])('refuses %p as the name of an endpoint', name => {
  expect(() => AwsService.of(name)).toThrow(
    refusal(`The endpoint's name of an AWS service`, 'must be lower-case letters, digits, dots and dashes', `'${name}'`),
  );
});
