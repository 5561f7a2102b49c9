import { openInternet } from './open-internet';
import { Control } from '../../baseline/control';
import { DATA_READS } from '../../baseline/data-reads';
import { actionMatches } from '../../iam/wildcard';
import type { FunctionFacts } from '../../model/facts';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { placedAt } from './placed-at';
import { WAY_OUT } from './way-out-example';
import { fail } from '../verdict';

/** Reading data and reaching everywhere are each of use; together they are a leak that waits for a bug. */
export const dataReaderOffline = defineRule({
  id: Control.DATA_READER_OFFLINE,
  subject: 'function',
  title: 'Functions that read a data store cannot reach the whole internet',
  why: 'One injected line in a function with both rights sends the table, the bucket or the secret to whoever wrote the line.',
  fix: "Take the way to the internet from the function, or list the domains that it calls with 'Egress.toDomain()'; where it must have both, split it in two.",
  links: ['https://docs.aws.amazon.com/whitepapers/latest/building-a-data-perimeter-on-aws/welcome.html'],
  severity: 'warning',
  profile: 'strict',
  controls: [],
  check: (fn, { networking }) => {
    const reach = networking.reachOf(fn);
    if (reach === undefined || openInternet(reach).every(({ unknown }) => unknown !== undefined)) return [];
    const reads = readsOf(fn);
    if (reads.length === 0) return [];
    return fail({
      message: `${nameOf(fn.resource)} reads data (${reads.slice(0, NAMED).join(', ')}${reads.length > NAMED ? ', …' : ''}) and reaches the internet without a list of domains`,
      property: placedAt(fn),
    });
  },
  bad: {
    'a table, and everywhere behind a NAT gateway': {
      Resources: {
        ...WAY_OUT,
        Group: {
          Properties: { SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }] },
        },
      },
    },
  },
  good: { 'a table, and nothing of the internet': { Resources: WAY_OUT } },
});

const NAMED = 3;

/** The rights by which it reads what others stored. */
function readsOf({ role }: FunctionFacts): readonly string[] {
  if ('unknown' in role) return [];
  const allowed = role.statements.flatMap(({ statement: { effect, actions } }) => (effect === 'Allow' ? actions : []));
  return [...new Set(allowed.filter(action => DATA_READS.some(read => actionMatches(action, read))))];
}
