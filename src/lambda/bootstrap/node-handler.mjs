// From the text of `Handler` to the function that it names, as AWS's Node.js runtime finds it.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  callbackHandlerDeprecated,
  handlerNotFound,
  importError,
  malformedHandlerName,
} from './node-errors.mjs';

/** The folder, the module in it, and the path of properties to the handler. */
function parseHandler(handler) {
  if (handler.includes('..')) {
    throw malformedHandlerName(
      `'${handler}' is not a valid handler name. Use absolute paths when specifying root ` +
        'directories in handler names.',
    );
  }
  const name = basename(handler);
  const dot = name.indexOf('.');
  if (dot < 0) throw malformedHandlerName('Bad handler');
  const folder = handler.slice(0, handler.length - name.length);
  return { folder, module: name.slice(0, dot), properties: name.slice(dot + 1).split('.') };
}

const isFile = (path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** Whether the nearest package.json makes `.js` files of this folder ECMAScript modules. */
function isModuleFolder(folder) {
  for (let at = folder; basename(at) !== 'node_modules'; at = dirname(at)) {
    const manifest = join(at, 'package.json');
    if (existsSync(manifest)) {
      try {
        return JSON.parse(readFileSync(manifest, 'utf8')).type === 'module';
      } catch {
        return false;
      }
    }
    if (dirname(at) === at) break;
  }
  return false;
}

async function loadModule(taskRoot, { folder, module }) {
  const require = createRequire(join(taskRoot, 'handler'));
  const base = resolve(taskRoot, folder, module);
  for (const extension of ['', '.js', '.mjs', '.cjs']) {
    const file = base + extension;
    if (!isFile(file)) continue;
    const asModule = extension === '.js' && isModuleFolder(dirname(file));
    if (extension === '.mjs' || asModule) return import(pathToFileURL(file).href);
    return require(file);
  }
  return require(require.resolve(module, { paths: [taskRoot, join(taskRoot, folder)] }));
}

const follow = (value, properties) => properties.reduce((at, property) => at?.[property], value);

/** Since Node.js 24, a handler that declares a callback is refused before its first invocation. */
function refuseCallback(handler) {
  const major = Number(/nodejs(\d+)/.exec(process.env.AWS_EXECUTION_ENV)?.[1]);
  if (major >= 24 && handler.length >= 3) throw callbackHandlerDeprecated();
}

/** @returns the handler function; throws one of the `Runtime.*` errors */
export async function loadHandler(taskRoot, text) {
  const { folder, module, properties } = parseHandler(text);
  let exports;
  try {
    exports = await loadModule(taskRoot, { folder, module });
  } catch (error) {
    throw importError(error);
  }
  const handler = follow(exports, properties) ?? follow(exports.default, properties);
  if (!handler) throw handlerNotFound(`${text} is undefined or not exported`);
  if (typeof handler !== 'function') throw handlerNotFound(`${text} is not a function`);
  refuseCallback(handler);
  return handler;
}
