/** What the policies of endpoints let through. */
export enum EndpointPolicies {
  /** Roles and resources by name where they stand in the stack of the network; the account or organisation for the others. */
  NAMES = 'Names',
  /**
   * The account or organisation, and the resources that were named on the network or by functions. For networks with so many functions that naming their
   * roles exceeds the length of a policy.
   */
  PERIMETER = 'Perimeter',
}
