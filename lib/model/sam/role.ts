import { present, sub } from './intrinsic';
import type { Making } from './making';
import { nameOfPolicy, policyArn, render } from './policies';
import type { MakeOptions, SamResource } from './sam-resource';
import { isNoValue } from '../branches';
import type { Json, JsonObject } from '../facts';
import { listOf } from '../json';
import { notComputable } from '../symbolic';

/** A role that SAM makes for a function or a state machine, while its parts still gather. */
export class RoleDraft {
  private readonly managed: Part[] = [];
  private readonly inline: Inline[] = [];

  constructor(
    private readonly making: Making,
    private readonly from: SamResource,
    public readonly logicalId: string,
  ) {}

  /** A policy of AWS, once. */
  public attach(name: string, written?: string): void {
    this.addManaged(policyArn(name), written);
  }

  /** A policy of its own; one that says nothing, or what another says already, is left out. */
  public allow(name: string, statements: readonly JsonObject[], written: string): void {
    if (statements.length === 0) return;
    const document = { Version: '2012-10-17', Statement: [...statements] };
    const said = JSON.stringify(statements);
    if (this.inline.some(part => part.said === said)) return;
    this.inline.push({ value: { PolicyName: name, PolicyDocument: document }, said, written });
  }

  /** The user's `Policies`: names, ARNs, documents and templates, each in either branch of a decision. */
  public add(policies: Json | undefined): void {
    const isList = Array.isArray(policies);
    listOf(policies).forEach((policy, index) => {
      const written = isList ? `Policies.${index}` : 'Policies';
      const { managed, inline, verbatim, unknown } = render(policy, `${this.logicalId}Policy${index}`);
      if (!isNoValue(managed)) this.addManaged(managed, written);
      if (!isNoValue(inline)) this.inline.push({ value: inline, written, verbatim });
      if (unknown !== undefined) {
        const name = nameOfPolicy(unknown);
        // A macro is told wherever it stands in the resource.
        if (name !== 'Fn::Transform') {
          this.making.cannot(this.from, `has a policy that SAM does not know: ${name}`, `Properties.${written}`);
        }
        this.inline.push({ value: notComputable('Policies', name), written });
      }
    });
  }

  public make(trust: Json, options: MakeOptions = {}): void {
    const {
      AssumeRolePolicyDocument: trusted,
      PermissionsBoundary: boundary,
      RolePath: path,
      Policies: policies,
    } = this.from.properties;
    const properties = present({
      AssumeRolePolicyDocument: trusted ?? trust,
      ManagedPolicyArns: this.managed.length === 0 ? undefined : this.managed.map(({ value }) => value),
      Policies: this.inline.length === 0 ? undefined : this.inline.map(({ value }) => value),
      PermissionsBoundary: boundary,
      Path: path,
    });
    const places = {
      AssumeRolePolicyDocument: 'AssumeRolePolicyDocument*',
      PermissionsBoundary: 'PermissionsBoundary*',
      Path: 'RolePath',
      ...(policies === undefined ? {} : { ManagedPolicyArns: 'Policies', Policies: 'Policies' }),
      ...Object.fromEntries(
        this.managed.flatMap(({ written }, index) => (written === undefined ? [] : [[`ManagedPolicyArns.${index}`, written]])),
      ),
      ...Object.fromEntries(this.inline.flatMap(placesOf)),
    };
    this.making.make(this.from, this.logicalId, 'AWS::IAM::Role', properties, { places, ...options });
  }

  private addManaged(value: Json, written: string | undefined): void {
    const said = JSON.stringify(value);
    if (this.managed.some(part => part.said === said)) return;
    this.managed.push({ value, said, ...present({ written }) });
  }
}

interface Part {
  readonly value: Json;
  /** What two parts have in common that say the same. */
  readonly said?: string;
  /** Where the user wrote it; absent where SAM adds it. */
  readonly written?: string;
}

interface Inline extends Part {
  readonly written: string;
  readonly verbatim?: boolean;
}

function placesOf({ written, verbatim }: Inline, index: number): [string, string][] {
  const own: [string, string] = [`Policies.${index}`, written];
  return verbatim === true ? [own, [`Policies.${index}.PolicyDocument`, `${written}*`]] : [own];
}

/** The trust policy of a role that one service assumes. */
export function trusting(service: string): JsonObject {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: [service] }, Action: ['sts:AssumeRole'] }],
  };
}

export function allowing(actions: string | readonly string[], resources: Json): JsonObject {
  return { Effect: 'Allow', Action: typeof actions === 'string' ? actions : [...actions], Resource: resources };
}

/** What a queue, topic, bus, function or bucket must be asked for so that something can be sent there. */
export function sending(type: string | undefined, destination: Json): readonly JsonObject[] {
  switch (type) {
    case 'SQS':
      return [allowing('sqs:SendMessage', destination)];
    case 'SNS':
      return [allowing('sns:Publish', destination)];
    case 'EventBridge':
      return [allowing('events:PutEvents', destination)];
    case 'Lambda':
      return [allowing('lambda:InvokeFunction', destination)];
    case 'S3':
    case 'S3Bucket':
      return [allowing('s3:PutObject', { 'Fn::Join': ['/', [destination, '*']] }), allowing('s3:ListBucket', destination)];
    default:
      return [];
  }
}

/** A key of the account by its id, which SAM takes as a part of the ARN. */
export function keyArn(id: Json): JsonObject {
  return sub('arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/${KeyId}', { KeyId: id });
}
