import type { CloudAssembly, MetadataEntry } from './input/cloud-assembly';
import { seenFrom } from './input/template-path';
import { ACKNOWLEDGED_RULES } from '../model/acknowledgements';
import { objectOf } from '../model/json';

const FRAME = /^(?:\s*at )?(?:.*\()?(?:file:\/\/)?((?:[A-Za-z]:)?[^():]+:\d+:\d+)\)?$/;
const NOT_THE_USERS = /(?:^|[\\/])node_modules[\\/]|^(?:node|internal):|^internal\//;

/** The lines of the app in which its constructs were made, as CDK wrote them down at synthesis. */
export class UserCode {
  private readonly created = new Map<string, string>();
  private readonly acknowledged = new Map<string, string>();

  constructor(
    assembly: CloudAssembly,
    private readonly cwd: string,
  ) {
    for (const { constructPath, metadata } of assembly.constructs) {
      for (const entry of metadata) this.note(constructPath, entry);
    }
  }

  /** Where a construct was made. */
  public of(constructPath: string): string | undefined {
    return this.created.get(constructPath);
  }

  /** Where a rule was acknowledged for a construct. */
  public ofAcknowledgement(constructPath: string): string | undefined {
    return this.acknowledged.get(constructPath) ?? this.of(constructPath);
  }

  private note(constructPath: string, { type, data, trace }: MetadataEntry): void {
    if (type === 'aws:cdk:creationStack') this.keep(this.created, constructPath, data);
    if (type === 'aws:cdk:logicalId') this.keep(this.created, constructPath, trace);
    if (type === ACKNOWLEDGED_RULES && Object.keys(objectOf(data)).length > 0) this.keep(this.acknowledged, constructPath, trace);
  }

  private keep(places: Map<string, string>, constructPath: string, frames: unknown): void {
    if (!Array.isArray(frames) || places.has(constructPath)) return;
    const place = frames
      .map(frame => FRAME.exec(String(frame))?.[1])
      .find(found => found !== undefined && !NOT_THE_USERS.test(found));
    if (place !== undefined) places.set(constructPath, seenFrom(this.cwd, place));
  }
}
