// An S3 server with a bucket, in the folder that is the first argument. Writes its port to standard output, and ends with its standard input.
import S3rver from 's3rver';

const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: process.argv[2],
  configureBuckets: [{ name: process.argv[3], configs: [] }] });
console.log((await server.run()).port);
process.stdin.resume().on('end', () => process.exit());
