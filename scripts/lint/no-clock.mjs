/** A plugin for oxlint: what its own rules cannot forbid. */

/** `new Date()` and `Date()` read the clock; `new Date(time)` does not. */
const noClock = {
  create(context) {
    const report = (node) => context.report({ node, message: 'The engine has no clock: have the time handed in.' });
    const isDate = (node) => node.callee.type === 'Identifier' && node.callee.name === 'Date';
    return {
      NewExpression: (node) => isDate(node) && node.arguments.length === 0 && report(node),
      CallExpression: (node) => isDate(node) && report(node),
    };
  },
};

export default { meta: { name: 'seat' }, rules: { 'no-clock': noClock } };
