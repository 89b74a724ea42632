/** CloudWatch's namespaces of the services whose metrics are made here. */
const MEASURED_NAMESPACES: readonly string[] = ['AWS/Kinesis', 'AWS/Lambda', 'AWS/SQS'];

/** Whether a namespace is one into which nobody can put data, and for which none are made here. */
export const isNeverMeasured = (namespace: string) =>
  namespace.startsWith('AWS/') && !MEASURED_NAMESPACES.includes(namespace);
