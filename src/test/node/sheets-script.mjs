// Runs routes/google-sheets/apps-script.gs with stand-ins for Google's services. Reads {url, secret, rows, pending, call} from standard
// input, where call is edit:FIRST:LAST, editOther:FIRST:LAST, or the name of a function of the script; writes {pending, error}.
import { execFileSync } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import vm from 'node:vm';

const input = JSON.parse(readFileSync(0, 'utf8'));
const properties = { LADIBRIDGE_URL: input.url, LADIBRIDGE_SECRET: input.secret, ...input.pending };

// Google's bytes are signed.
const signed = buffer => Array.from(new Int8Array(buffer));
const unsigned = bytes => Buffer.from(Uint8Array.from(bytes));

// fetch() is asynchronous, Google's is not: another process does the waiting.
const FETCH = `
  const {url, method, headers, payload} = JSON.parse(require('fs').readFileSync(0, 'utf8'));
  fetch(url, {method, headers, body: Buffer.from(payload, 'base64'), redirect: 'manual'}).then(answer =>
    console.log(JSON.stringify({status: answer.status, headers: Object.fromEntries(answer.headers)})),
    error => console.log(JSON.stringify({error: 'Address unavailable'})));`;

// A property of Google's holds 9 kB.
function set(key, value) {
  if (Buffer.byteLength(value) > 9216) {
    throw new Error('Argument too large: value');
  }
  properties[key] = value;
}

const sheet = id => ({
  getSheetId: () => id,
  getLastRow: () => input.rows.length,
  getLastColumn: () => Math.max(...input.rows.map(row => row.length)),
  getRange: (row, column, rows, columns) => ({
    getDisplayValues: () => input.rows.slice(row - 1, row - 1 + rows).map(cells => cells.slice(column - 1, column - 1 + columns))
  })
});

const script = vm.createContext({
  PropertiesService: { getScriptProperties: () => ({
    getProperty: key => properties[key] ?? null,
    getProperties: () => ({ ...properties }),
    setProperty: set,
    deleteProperty: key => { delete properties[key]; }
  }) },
  SpreadsheetApp: { getActive: () => ({ getSheets: () => [sheet(0)], getSheetByName: () => null }) },
  LockService: { getScriptLock: () => ({ tryLock: () => true, releaseLock: () => {} }) },
  Utilities: {
    newBlob: text => ({ getBytes: () => signed(Buffer.from(text, 'utf8')) }),
    base64Decode: text => signed(Buffer.from(text, 'base64')),
    base64Encode: bytes => unsigned(bytes).toString('base64'),
    computeHmacSha256Signature: (value, key) => signed(createHmac('sha256', unsigned(key)).update(unsigned(value)).digest()),
    getUuid: () => randomUUID()
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

vm.runInContext(readFileSync('routes/google-sheets/apps-script.gs', 'utf8'), script);
const [call, first, last] = input.call.split(':');
let error = null;
try {
  if (call.startsWith('edit')) {
    script.onRowsEdited({ range: { getSheet: () => sheet(call === 'edit' ? 0 : 7), getRow: () => Number(first), getLastRow: () => Number(last) } });
  } else {
    script[call]();
  }
} catch (failure) {
  error = failure.message;
}
console.log(JSON.stringify({ pending: Object.fromEntries(Object.entries(properties).filter(([key]) => key.startsWith('pending:'))), error }));
