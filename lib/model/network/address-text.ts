import { branchesOf } from '../branches';
import type { ResourceFacts, TemplateFacts } from '../facts';
import { at, listOf, textOf } from '../json';
import { lookup } from '../symbolic';
import { addressesOf } from './addresses';
import type { Range } from './ranges';

/** The range that a text means: a block, or the block of a VPC or subnet of the app. Undefined where only the deployment knows it. */
export function rangeOf(template: TemplateFacts, text: string): Range | undefined {
  const { resource, attribute } = lookup(template, text) ?? {};
  if (resource === undefined) return addressesOf(text);
  const own = attribute === 'CidrBlock' && /^AWS::EC2::(?:VPC|Subnet|VPCCidrBlock)$/.test(resource.type);
  return own ? addressesOf(textOf(resource.properties.CidrBlock) ?? '') : undefined;
}

/** The blocks of a prefix list of the app, with undefined for each that only the deployment knows; undefined for a list from elsewhere. */
export function entriesOfList(template: TemplateFacts, text: string): readonly (Range | undefined)[] | undefined {
  const list: ResourceFacts | undefined = lookup(template, text)?.resource;
  if (list?.type !== 'AWS::EC2::PrefixList') return undefined;
  return branchesOf(list.properties.Entries).flatMap(({ value }) =>
    listOf(value).map(entry => rangeOf(list.template, textOf(at(entry, 'Cidr')) ?? '')),
  );
}
