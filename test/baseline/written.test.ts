import { CfnCondition, CfnResource, Fn, Lazy } from 'aws-cdk-lib';
import type { IResolvable, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Written } from '../../lib/baseline/written';
import { aFunction, FLAG_SETS, newStack } from '../apps';

interface InTemplate {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: readonly string[];
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** The resources of a stack, each with what its template says of it. */
function pairsOf(stack: Stack): readonly (readonly [CfnResource, InTemplate])[] {
  const { Resources } = Template.fromStack(stack).toJSON() as { readonly Resources: Readonly<Record<string, InTemplate>> };
  return stack.node
    .findAll()
    .filter((construct): construct is CfnResource => CfnResource.isCfnResource(construct))
    .filter(resource => resource.stack === stack)
    .map(resource => [resource, Resources[stack.getLogicalId(resource)]]);
}

describe.each(FLAG_SETS)('under %s', (_, flags) => {
  const pairs = (() => {
    const stack = newStack(flags);
    aFunction(stack, 'Orders', { environment: { TABLE: Fn.importValue('table') } });
    aFunction(stack, 'Payments');
    return pairsOf(stack);
  })();

  test('every resource is read as the template says it', () => {
    expect(pairs.length).toBeGreaterThan(30);
    for (const [resource, { Type, DeletionPolicy = '' }] of pairs) {
      const written = new Written(resource);
      expect([written.type, written.condition, written.isRetained]).toEqual([
        Type,
        undefined,
        DeletionPolicy.startsWith('Retain'),
      ]);
    }
  });

  test('every property says what the template says, and nothing else', () => {
    for (const [resource, { Properties = {} }] of pairs) {
      const written = new Written(resource);
      for (const [property, value] of Object.entries(Properties)) {
        expect([resource.node.path, property, written.says(property, value)]).toEqual([resource.node.path, property, true]);
        for (const other of [undefined, 'another', [value], { ...Object(value), Another: 'member' }]) {
          expect([resource.node.path, property, written.says(property, other)]).toEqual([resource.node.path, property, false]);
        }
      }
    }
  });

  test('scalars are read as they stand in the template', () => {
    for (const [resource, { Properties = {} }] of pairs) {
      for (const [property, value] of Object.entries(Properties).filter(([, inner]) => typeof inner !== 'object')) {
        expect(new Written(resource).at(property)).toBe(value);
      }
    }
  });

  test('what is made before it is what the template says', () => {
    const byId = new Map(pairs.map(([resource]) => [resource.stack.getLogicalId(resource), resource]));
    const dependent = pairs.filter(([, { DependsOn = [] }]) => DependsOn.length > 0);
    expect(dependent.length).toBeGreaterThan(3);
    for (const [resource, { DependsOn = [] }] of dependent) {
      const after = [...byId].filter(([, other]) => new Written(resource).isAfter(other)).map(([id]) => id);
      expect(after.sort()).toEqual([...DependsOn].sort());
    }
  });
});

function aResource(): { readonly stack: Stack; readonly resource: lambda.CfnFunction } {
  const stack = newStack();
  const resource = new lambda.CfnFunction(stack, 'Fn', {
    role: 'role',
    code: { zipFile: 'code' },
    timeout: 3,
    environment: { variables: { lower: 'case' } },
  });
  return { stack, resource };
}

test.each<[string, (resource: lambda.CfnFunction) => void, unknown]>([
  ['a property is overridden', resource => resource.addPropertyOverride('Timeout', 900), 900],
  ['a property is deleted', resource => resource.addPropertyDeletionOverride('Timeout'), undefined],
  ['a property is set', resource => (resource.timeout = 900), 900],
  ['all properties are overridden', resource => resource.addOverride('Properties', { Timeout: 900 }), 900],
  [
    'it is written by somebody else',
    resource => Object.assign(resource, { _toCloudFormation: () => ({ Resources: { Fn: { Properties: { Timeout: 900 } } } }) }),
    900,
  ],
  [
    'its kind is written by somebody else',
    resource =>
      Object.setPrototypeOf(
        resource,
        Object.create(Object.getPrototypeOf(resource) as object, {
          _toCloudFormation: { value: () => ({ Resources: { Fn: { Properties: { Timeout: 900 } } } }) },
        }) as object,
      ),
    900,
  ],
  [
    'its properties are written by somebody else',
    resource => Object.assign(resource, { renderProperties: () => ({ Timeout: 900 }) }),
    900,
  ],
  ['it is not written at all', resource => Object.assign(resource, { shouldSynthesize: () => false }), undefined],
])('sees it where %s', (_, change, timeout) => {
  const { resource } = aResource();
  change(resource);
  const written = new Written(resource);
  expect(written.at('Timeout')).toBe(timeout);
  expect(written.says('Timeout', 3)).toBe(false);
  expect(written.says('Timeout', timeout)).toBe(true);
});

test('sees another type, condition and deletion policy, set or overridden', () => {
  const { stack, resource } = aResource();
  expect([new Written(resource).condition, new Written(resource).isRetained]).toEqual([undefined, false]);
  resource.cfnOptions.condition = new CfnCondition(stack, 'Sometimes');
  expect(new Written(resource).condition).toBe('Sometimes');
  resource.addOverride('Condition', 'Never');
  resource.addOverride('Type', 'Custom::Function');
  resource.addOverride('DeletionPolicy', 'RetainExceptOnCreate');
  const written = new Written(resource);
  expect([written.type, written.condition, written.isRetained]).toEqual(['Custom::Function', 'Never', true]);
});

test('sees dependencies that are overridden, and such on what is not written', () => {
  const { stack, resource } = aResource();
  const other = new CfnResource(stack, 'Other', { type: 'Custom::Other' });
  expect(new Written(resource).isAfter(other)).toBe(false);
  resource.addResourceDependency(other);
  expect(new Written(resource).isAfter(other)).toBe(true);
  Object.assign(other, { shouldSynthesize: () => false });
  expect(new Written(resource).isAfter(other)).toBe(false);
  resource.addOverride('DependsOn', 'Other');
  expect(new Written(resource).isAfter(other)).toBe(true);
  resource.addOverride('DependsOn', ['Another']);
  expect(new Written(resource).isAfter(other)).toBe(false);
});

test('reads what stands deeper, however CDK spells it, and leaves names as they are', () => {
  const { resource } = aResource();
  for (const override of [false, true]) {
    if (override) resource.addPropertyOverride('MemorySize', 512);
    const written = new Written(resource);
    expect(written.at('Code', 'ZipFile')).toBe('code');
    expect(written.at('Code', 'S3Key')).toBeUndefined();
    expect(written.at('Timeout', 'Deeper')).toBeUndefined();
    expect(written.at('Environment', 'Variables')).toEqual({ lower: 'case' });
  }
});

test('a property that the type does not have is absent', () => {
  const { resource } = aResource();
  expect(new Written(resource).says('NoSuchProperty', undefined)).toBe(true);
  resource.addPropertyOverride('NoSuchProperty', 'anything');
  expect(new Written(resource).says('NoSuchProperty', undefined)).toBe(false);
});

test('an empty list is something', () => {
  const { resource } = aResource();
  resource.layers = [];
  expect(new Written(resource).says('Layers', [])).toBe(true);
  expect(new Written(resource).says('Layers', undefined)).toBe(false);
});

test('a list is not the object with the same members', () => {
  const { resource } = aResource();
  resource.architectures = ['arm64'];
  expect(new Written(resource).says('Architectures', { 0: 'arm64' })).toBe(false);
});

test('values that are settled late are compared by what becomes of them', () => {
  const { resource } = aResource();
  let timeout = 1;
  resource.timeout = Lazy.number({ produce: () => timeout });
  timeout = 7;
  expect(new Written(resource).says('Timeout', 7)).toBe(true);
  expect(new Written(resource).says('Timeout', 1)).toBe(false);
});

test('a token is more than its members', () => {
  class Hidden implements IResolvable {
    public readonly creationStack = [];
    readonly #value: string;
    constructor(value: string) {
      this.#value = value;
    }
    public resolve(): unknown {
      return { variables: { TABLE: this.#value } };
    }
  }
  const { resource } = aResource();
  resource.environment = new Hidden('orders');
  expect(new Written(resource).says('Environment', new Hidden('orders'))).toBe(true);
  expect(new Written(resource).says('Environment', new Hidden('payments'))).toBe(false);
});

test('a kind of resource that is never written says nothing', () => {
  class Unwritten extends lambda.CfnFunction {
    protected override shouldSynthesize(): boolean {
      return false;
    }
  }
  const resource = new Unwritten(newStack(), 'Fn', { role: 'role', code: {}, timeout: 3 });
  const written = new Written(resource);
  expect([written.type, written.at('Timeout')]).toEqual(['nothing', undefined]);
});

test('two documents say the same when their statements do', () => {
  const stack = newStack();
  const document = (action: string): iam.PolicyDocument =>
    new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: [action], resources: ['*'] })] });
  const resource = new iam.CfnPolicy(stack, 'Policy', { policyName: 'policy', policyDocument: document('s3:GetObject') });
  expect(new Written(resource).says('PolicyDocument', document('s3:GetObject'))).toBe(true);
  expect(new Written(resource).says('PolicyDocument', document('s3:PutObject'))).toBe(false);
});
