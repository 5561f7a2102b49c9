import type { Construct } from 'constructs';

/** Something that aws-cdk-lib does with a function: makes one called `Fn` below the scope, and does it. */
export type Integration = (scope: Construct) => void;

/** Integrations of one kind, by what they are: `a queue`. */
export type Integrations = Readonly<Record<string, Integration>>;
