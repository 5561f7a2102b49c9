import { textOf, at } from './json';
import type { Template } from './templates';

/** The ARNs of Lambda, which CDK takes apart to name an alias, piece by piece. */
export function arnParts(template: Template, text: string): readonly string[] | undefined {
  const [, logicalId = '', attribute] = /^\$\{([A-Za-z0-9]+)(?:\.(\w+))?\}$/.exec(text) ?? [];
  const resource = template.declared.get(logicalId);
  const stem = ['arn', '${AWS::Partition}', 'lambda', '${AWS::Region}', '${AWS::AccountId}', 'function'];
  if (resource?.Type === 'AWS::Lambda::Function' && attribute === 'Arn') return [...stem, `\${${logicalId}}`];
  const owner = ownerOf(at(resource, 'Properties', 'FunctionName'));
  if (resource?.Type === 'AWS::Lambda::Alias' && (attribute === undefined || attribute === 'AliasArn')) {
    return [...stem, owner, textOf(at(resource, 'Properties', 'Name')) ?? `\${${logicalId}.Name}`];
  }
  if (resource?.Type === 'AWS::Lambda::Version' && attribute === undefined) return [...stem, owner, `\${${logicalId}.Version}`];
  return undefined;
}

function ownerOf(functionName: unknown): string {
  const name = at(functionName, 'Ref') ?? functionName;
  return typeof name !== 'string' ? '${?FunctionName}' : name === functionName ? name : `\${${name}}`;
}
