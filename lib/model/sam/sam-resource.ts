import type { JsonObject } from '../facts';

/** A resource of SAM as the user wrote it. */
export interface SamResource {
  readonly logicalId: string;
  readonly type: string;
  /** With the template's globals. */
  readonly properties: JsonObject;
  /** The resource with its attributes: condition, metadata. */
  readonly body: JsonObject;
}

/**
 * Where the user wrote what the properties of a made resource hold: `{ TracingConfig: 'Tracing', 'Policies.0.PolicyDocument': 'Policies.2*' }`. A star
 * says that everything below stands there word for word; the empty key is the resource as a whole. A place that begins with a slash stands beside the properties.
 */
export type Places = Readonly<Record<string, string>>;

/** A place in another resource than the one that is being expanded. */
export interface ForeignPlace {
  readonly made: string;
  readonly from: SamResource;
  readonly written: string;
}

export interface MakeOptions {
  readonly places?: Places;
  readonly foreign?: readonly ForeignPlace[];
  /** True where one resource is made of several. */
  readonly shared?: boolean;
  /** In place of the condition of the resource that the user wrote. */
  readonly condition?: string;
}
