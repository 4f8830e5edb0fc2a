'use strict';
/**
 * Runs inside the stand-in Electron in place of the app it was packed with, and does what the default app of a plain
 * Electron does with `electron [-r module]… [--flag]… folder [argument…]`: starts the app of that folder.
 */
const { app } = require('electron');
const { join, resolve } = require('node:path');

const { folder, modules } = read(process.argv.slice(1));
if (!folder) {
  process.stderr.write('The stand-in Electron needs the folder of an app as its argument.\n');
  process.exit(1);
}
const { name, productName, version, main = 'index.js' } = require(join(folder, 'package.json'));
process.defaultApp = true;
if (version) app.setVersion(version);
app.setName(productName ?? name);
app.setAppPath(folder);
if (!app.commandLine.hasSwitch('user-data-dir')) app.setPath('userData', join(app.getPath('appData'), app.getName()));
for (const module of modules) require(resolve(module));
require(join(folder, main));

function read(args) {
  const modules = [];
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '-r' || args[i] === '--require') modules.push(args[++i]);
    else if (!args[i].startsWith('-')) return { folder: resolve(args[i]), modules };
  }
  return { folder: null, modules };
}
