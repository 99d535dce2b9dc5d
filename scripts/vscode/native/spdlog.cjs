// Stands in for the native module @vscode/spdlog: log files without rotation.
const fs = require('node:fs');
const path = require('node:path');

const names = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];

class Logger {
  constructor(_type, _name, file) {
    this.file = file;
    this.level = names.indexOf('info');
    fs.mkdirSync(path.dirname(file), { recursive: true });
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  setPattern() {}
  clearFormatters() {}
  flush() {}
  drop() {}
}

names.forEach((name, level) => {
  Logger.prototype[name] = function write(message) {
    if (level >= this.level) {
      fs.appendFileSync(this.file, `${new Date().toISOString()} [${name}] ${message}\n`);
    }
  };
});

exports.version = 0;
exports.Logger = Logger;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.createRotatingLogger = async (...rest) => new Logger('rotating', ...rest);
exports.createAsyncRotatingLogger = async (...rest) => new Logger('rotating_async', ...rest);
