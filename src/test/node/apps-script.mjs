// Runs routes/google-forms/apps-script.gs with stand-ins for Google's services. Reads {url, secret, responses, call} from standard
// input, where call is the name of a function of the script; writes {pending, pauses, error, triggers}.
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import vm from 'node:vm';

const input = JSON.parse(readFileSync(0, 'utf8'));
const properties = { LADIBRIDGE_URL: input.url, LADIBRIDGE_SECRET: input.secret, ...input.pending };
const pauses = [];
const triggers = [];

// Google's bytes are signed.
const signed = buffer => Array.from(new Int8Array(buffer));
const unsigned = bytes => Buffer.from(Uint8Array.from(bytes));

// fetch() is asynchronous, Google's is not: another process does the waiting.
const FETCH = `
  const {url, method, headers, payload} = JSON.parse(require('fs').readFileSync(0, 'utf8'));
  fetch(url, {method, headers, body: Buffer.from(payload, 'base64'), redirect: 'manual'}).then(answer =>
    console.log(JSON.stringify({status: answer.status, headers: Object.fromEntries(answer.headers)})),
    error => console.log(JSON.stringify({error: 'Address unavailable'})));`;

function response({ id, timestamp, email, answers }) {
  return {
    getId: () => id,
    getTimestamp: () => new Date(timestamp),
    getRespondentEmail: () => email,
    getItemResponses: () => answers.map(({ id, title, answer }) => (
      { getItem: () => ({ getId: () => id, getTitle: () => title }), getResponse: () => answer }))
  };
}

const trigger = handler => {
  const builder = { forForm: () => builder, onFormSubmit: () => builder, timeBased: () => builder, everyMinutes: () => builder,
    create: () => triggers.push(handler) };
  return builder;
};

const script = vm.createContext({
  PropertiesService: { getScriptProperties: () => ({
    getProperty: key => properties[key] ?? null,
    getProperties: () => ({ ...properties }),
    setProperty: (key, value) => { properties[key] = value; },
    deleteProperty: key => { delete properties[key]; }
  }) },
  FormApp: { getActiveForm: () => ({ getResponse: id => response(input.responses.find(each => each.id === id)) }) },
  ScriptApp: {
    getProjectTriggers: () => triggers.map(handler => ({ getHandlerFunction: () => handler })),
    deleteTrigger: old => { triggers.splice(triggers.indexOf(old.getHandlerFunction()), 1); },
    newTrigger: trigger
  },
  Utilities: {
    newBlob: text => ({ getBytes: () => signed(Buffer.from(text, 'utf8')) }),
    base64Decode: text => signed(Buffer.from(text, 'base64')),
    base64Encode: bytes => unsigned(bytes).toString('base64'),
    computeHmacSha256Signature: (value, key) => signed(createHmac('sha256', unsigned(key)).update(unsigned(value)).digest()),
    sleep: milliseconds => pauses.push(milliseconds)
  },
  UrlFetchApp: { fetch: (url, { method, contentType, payload, headers }) => {
    const answer = JSON.parse(execFileSync(process.execPath, ['-e', FETCH], { input: JSON.stringify({ url,
      method: method.toUpperCase(), headers: { 'content-type': contentType, ...headers },
      payload: unsigned(payload).toString('base64') }) }));
    if (answer.error) {
      throw new Error(answer.error);
    }
    return { getResponseCode: () => answer.status, getHeaders: () => answer.headers };
  } }
});

vm.runInContext(readFileSync('routes/google-forms/apps-script.gs', 'utf8'), script);
let error = null;
try {
  if (input.call === 'onResponse') {
    input.responses.forEach(each => script.onResponse({ response: response(each) }));
  } else {
    script[input.call]();
  }
} catch (failure) {
  error = failure.message;
}
console.log(JSON.stringify({ pending: Object.keys(properties).filter(key => key.startsWith('pending:')), pauses, error, triggers }));
