import { Control } from '../../baseline/control';
import { LIMITS } from '../../baseline/limits';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { MACHINES, ON_MACHINES } from './machines-example';
import { placedAt } from './placed-at';
import { fail, pass, unknown } from '../verdict';

/** Where a function may connect to can be limited only inside a network; two zones keep it there when one fails. */
export const functionInVpc = defineRule({
  id: Control.FUNCTION_IN_VPC,
  subject: 'function',
  title: 'Functions run in a VPC, in at least two subnets',
  why: 'A function outside a VPC reaches the whole internet: stolen data and credentials leave unseen. In a single subnet it stops with its zone.',
  fix: "Set 'network' of SecureFunction, or 'vpc' of a Function, with subnets in two availability zones; a function that has to stay outside needs 'outsideVpc: new Waiver(...)'.",
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html'],
  severity: 'error',
  profile: 'strict',
  controls: ['NET-01'],
  check: fn => {
    const name = nameOf(fn.resource);
    const property = placedAt(fn);
    const subnetIds = placedAt(fn, 'SubnetIds');
    if (fn.network === undefined) return fail({ message: `${name} runs outside any VPC`, property });
    if ('unknown' in fn.network) {
      return unknown({
        message: `Whether ${name} runs in a VPC depends on ${fn.network.unknown}, which the templates do not tell`,
        property,
      });
    }
    const { subnets } = fn.network;
    if ('unknown' in subnets) {
      return unknown({
        message: `In how many subnets ${name} runs depends on ${subnets.unknown}, which the templates do not tell`,
        property: subnetIds,
      });
    }
    const count = new Set(subnets).size;
    if (count >= LIMITS.availabilityZones.min) return pass;
    return fail({
      message:
        count === 0
          ? `${name} runs outside any VPC: its list of subnets is empty`
          : `${name} runs in a single subnet, so in a single zone`,
      property: subnetIds,
      ...(count === 0 ? {} : { controls: [] }),
    });
  },
  bad: {
    'no VPC': { Resources: { Function: { Properties: { VpcConfig: null } } } },
    'a single subnet': { Resources: { Function: { Properties: { VpcConfig: { SubnetIds: [{ Ref: 'SubnetA' }] } } } } },
  },
  good: {
    'two subnets': {},
    'machines in two subnets': {
      Resources: {
        Function: {
          Properties: {
            VpcConfig: null,
            CapacityProviderConfig: ON_MACHINES,
          },
        },
        ...MACHINES,
      },
    },
  },
});
