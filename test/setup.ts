// CDK's own template validation costs seconds in every process; end-to-end tests run the real CLI with it.
process.env.CDK_VALIDATION = 'false';
