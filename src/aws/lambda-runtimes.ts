/** Runtimes that Lambda knows (Lambda API reference) and that no sandbox here can run. */
const NOT_RUN_HERE = [
  ...['dotnet10', 'dotnet6', 'dotnet8', 'dotnetcore1.0', 'dotnetcore2.0', 'dotnetcore2.1'],
  ...['dotnetcore3.1', 'go1.x', 'java11', 'java17', 'java21', 'java25', 'java8', 'java8.al2'],
  ...['ruby2.5', 'ruby2.7', 'ruby3.2', 'ruby3.3'],
  ...['ruby3.4', 'ruby4.0', 'nodejs', 'nodejs4.3', 'nodejs4.3-edge', 'nodejs6.10', 'nodejs8.10'],
  ...['python2.7'],
];

const RUN_HERE = [
  ...['nodejs10.x', 'nodejs12.x', 'nodejs14.x', 'nodejs16.x', 'nodejs18.x', 'nodejs20.x'],
  ...['nodejs22.x', 'nodejs24.x'],
  ...['python3.6', 'python3.7', 'python3.8', 'python3.9', 'python3.10', 'python3.11'],
  ...['python3.12', 'python3.13', 'python3.14'],
  ...['provided', 'provided.al2', 'provided.al2023'],
];

/** Every runtime that a function may name. */
export const RUNTIMES: readonly string[] = [...RUN_HERE, ...NOT_RUN_HERE];

/** Whether a sandbox here can run it: Node.js, Python 3, and programs of its own. */
export function runsHere(runtime: string): boolean {
  return RUN_HERE.includes(runtime);
}
