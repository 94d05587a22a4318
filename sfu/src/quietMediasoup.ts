/*
 * mediasoup writes ids and addresses to standard error where the environment's DEBUG asks for everything. It reads
 * DEBUG once, when it is loaded, so this has to be imported before it.
 */
const { DEBUG } = process.env;
if (DEBUG !== undefined) process.env.DEBUG = `${DEBUG},-mediasoup*`;
