import * as fs from 'node:fs';
import * as path from 'node:path';
import { PermissionsBoundary, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { everythingIn, findingsIn, guardedApp, ordersService } from './orders';
import { aFunction, aWaiver, FLAG_SETS } from '../../apps';

const BOUNDARY = 'arn:aws:iam::111122223333:policy/platform/boundary';

describe.each(FLAG_SETS)("under CDK's %s", (_, flags) => {
  describe('a permissions boundary', () => {
    test.each<[string, (stack: Stack) => void]>([
      [
        'of the app by an aspect',
        stack => iam.PermissionsBoundary.of(stack.node.root).apply(iam.ManagedPolicy.fromManagedPolicyArn(stack, 'B', BOUNDARY)),
      ],
      [
        'of the stack by an aspect that comes before the function',
        stack => iam.PermissionsBoundary.of(stack).apply(iam.ManagedPolicy.fromManagedPolicyArn(stack, 'B', BOUNDARY)),
      ],
    ])('%s reaches every role', (_name, apply) => {
      const app = guardedApp(flags);
      const stack = new Stack(app, 'Stack');
      apply(stack);
      ordersService(stack);
      expect(findingsIn(app)).toEqual([]);
      expectEveryRoleBounded(stack, BOUNDARY);
    });

    test('of the stack props reaches every role', () => {
      const app = guardedApp(flags);
      const stack = new Stack(app, 'Stack', { permissionsBoundary: PermissionsBoundary.fromArn(BOUNDARY) });
      ordersService(stack);
      expect(findingsIn(app)).toEqual([]);
      expectEveryRoleBounded(stack, BOUNDARY);
    });

    test('of the function outlasts an aspect that clears those of others', () => {
      const app = guardedApp(flags);
      const stack = new Stack(app, 'Stack');
      const permissionsBoundary = iam.ManagedPolicy.fromManagedPolicyArn(stack, 'B', BOUNDARY);
      iam.PermissionsBoundary.of(aFunction(stack, 'Fn', { permissionsBoundary })).clear();
      expect(() => app.synth()).toThrow(/'PermissionsBoundary' of AWS::IAM::Role 'ExecutionRole\/Resource' was changed/);
    });

    test('passes the packs of cdk-nag', () => {
      const app = guardedApp(
        flags,
        scope => new AwsSolutionsChecks(scope),
        scope => new ServerlessChecks(scope),
      );
      const stack = new Stack(app, 'Stack', { permissionsBoundary: PermissionsBoundary.fromArn(BOUNDARY) });
      aFunction(stack);
      expect(findingsIn(app)).toEqual([]);
    });
  });

  describe('Role.customizeRoles()', () => {
    const KNOWN_ROLE = aWaiver({ reason: 'The platform team makes every role and reviews it' });
    const PRECREATED = {
      'Stack/Orders/ExecutionRole': 'orders-execution',
      'Stack/Network/FlowLogs/Role': 'flow-logs',
      'Stack/Custom::VpcRestrictDefaultSGCustomResourceProvider/Role': 'cdk-provider',
    };

    test('runs the function under a role that somebody else made, and the judge says what it cannot see', () => {
      const app = guardedApp(flags);
      iam.Role.customizeRoles(app, { usePrecreatedRoles: PRECREATED });
      const stack = new Stack(app, 'Stack');
      KNOWN_ROLE.applyTo(ordersService(stack), 'role-judged');
      expect(everythingIn(app)).toEqual(
        expect.arrayContaining([
          'logs-writable Stack/Orders/Function/Resource',
          'role-not-shared Stack/Orders/Function/Resource',
        ]),
      );
      const template = Template.fromStack(stack);
      template.resourceCountIs('AWS::IAM::Role', 0);
      template.hasResourceProperties('AWS::Lambda::Function', {
        Role: { 'Fn::Join': ['', Match.arrayWith([':role/orders-execution'])] },
        TracingConfig: { Mode: 'Active' },
      });
    });

    test('reports for that somebody what the role needs, and what it must not be able to do', () => {
      const app = guardedApp(flags);
      iam.Role.customizeRoles(app, { usePrecreatedRoles: PRECREATED });
      KNOWN_ROLE.applyTo(ordersService(new Stack(app, 'Stack')), 'role-judged');
      findingsIn(app);
      const { roles } = JSON.parse(fs.readFileSync(path.join(app.outdir, 'iam-policy-report.json'), 'utf8')) as {
        roles: {
          roleConstructPath: string;
          identityPolicyStatements: { Sid?: string; Effect: string; Action: string | string[] }[];
        }[];
      };
      const needed = roles.find(({ roleConstructPath }) => roleConstructPath === 'Stack/Orders/ExecutionRole')!;
      const sids = needed.identityPolicyStatements.flatMap(({ Sid }) => Sid ?? []);
      expect(sids).toEqual(expect.arrayContaining(['WriteOwnLogs', 'EncryptOwnLogs', 'CaptureFailures', 'ReadSecrets']));
      expect(needed.identityPolicyStatements).toContainEqual(expect.objectContaining({ Sid: 'NeverFromCode', Effect: 'Deny' }));
      expect(JSON.stringify(needed)).toContain('dynamodb:PutItem');
    });

    test('takes a waiver, because nobody sees what the role holds', () => {
      const app = guardedApp(flags);
      iam.Role.customizeRoles(app, { usePrecreatedRoles: PRECREATED });
      ordersService(new Stack(app, 'Stack'));
      expect(() => findingsIn(app)).toThrow(/role-judged/);
    });

    test('still refuses, at that line, what no role may hold', () => {
      const app = guardedApp(flags);
      iam.Role.customizeRoles(app, { usePrecreatedRoles: PRECREATED });
      const orders = aFunction(new Stack(app, 'Stack'), 'Orders');
      expect(() => orders.addToRolePolicy(new iam.PolicyStatement({ actions: ['*'], resources: ['*'] }))).toThrow(
        /holds no administrator rights/,
      );
    });

    test('that only reports leaves a template which the judge cannot vouch for', () => {
      const app = guardedApp(flags);
      iam.Role.customizeRoles(app, { preventSynthesis: false });
      KNOWN_ROLE.applyTo(ordersService(new Stack(app, 'Stack')), 'role-judged');
      expect(everythingIn(app)).toContain('role-not-shared Stack/Orders/Function/Resource');
      expect(fs.readFileSync(path.join(app.outdir, 'iam-policy-report.txt'), 'utf8')).toContain('Stack/Orders/ExecutionRole');
    });
  });
});

function expectEveryRoleBounded(stack: Stack, boundary: string): void {
  const roles = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role')) as {
    Properties: { PermissionsBoundary?: unknown };
  }[];
  expect(roles.length).toBeGreaterThan(2);
  for (const { Properties } of roles) expect(Properties.PermissionsBoundary).toBe(boundary);
}
