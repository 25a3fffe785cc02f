module.exports = {
    flowFile: 'flows.json',
    uiHost: '127.0.0.1',
    httpAdminRoot: false,
    credentialSecret: 'none',
    logging: { console: { level: 'warn', metrics: false, audit: false } },
};
