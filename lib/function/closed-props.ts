import type { FunctionLimits, FunctionLogs, SecureFunctionProps } from './secure-function-props';
import type { Refuse } from '../errors';

/** The members of the closed structs. Whoever casts their way around the compiler is told so, and nothing is ignored. */
const MEMBERS: ReadonlySet<string> = new Set<Member>([
  'code',
  'limits',
  'limits.concurrency',
  'limits.timeout',
  'limits.memorySize',
  'limits.ephemeralStorageSize',
  'network',
  'outsideVpc',
  'secrets',
  'parameters',
  'egress',
  'egressProfile',
  'environment',
  'architecture',
  'runtime',
  'layers',
  'foreignLayers',
  'logs',
  'logs.retention',
  'logs.encryptionKey',
  'logs.level',
  'logs.removalPolicy',
  'failures',
  'alarmTopic',
  'permissionsBoundary',
  'codeSigning',
  'unsignedCode',
  'encryptionKey',
  'description',
  'functionName',
  'snapStart',
  'durableConfig',
  'tenancyConfig',
  'filesystem',
  'paramsAndSecrets',
]);

type Member = keyof SecureFunctionProps | `limits.${keyof FunctionLimits}` | `logs.${keyof FunctionLogs}`;

function membersOf(props: SecureFunctionProps): [string, unknown][] {
  const inner = (name: 'limits' | 'logs'): [string, unknown][] =>
    Object.entries(props[name] ?? {}).map(([member, value]) => [`${name}.${member}`, value]);
  return [...Object.entries(props), ...inner('limits'), ...inner('logs')];
}

/** Throws for what is not among the props, whoever cast their way to it. */
export function assertClosed(props: SecureFunctionProps, refuse: Refuse): void {
  for (const [name, value] of membersOf(props)) {
    if (value !== undefined && !MEMBERS.has(name)) {
      refuse({
        what: `'${name}'`,
        expected: 'is nothing that a SecureFunction can be told',
        remedy: `Leave it out; the choices are ${[...MEMBERS].join(', ')}`,
      });
    }
  }
}
