/**
 * Sends rows of this spreadsheet to LadiBridge as they change, signed by Standard Webhooks (https://www.standardwebhooks.com).
 *
 * Script properties: LADIBRIDGE_URL (https://<your bridge>/hooks/google-sheets), LADIBRIDGE_SECRET (whsec_…), and LADIBRIDGE_SHEET when it
 * is not the first sheet. Run setUp once; sendAll sends every row. What could not be sent stays in the script properties until the bridge
 * has it.
 */
const PENDING = 'pending:';
const LARGEST_BATCH_BYTES = 8000; // of a property's 9 kB
const LONGEST_RUN_SECONDS = 240;

/** Installs the triggers. Running it twice does no harm. */
function setUp() {
  const ours = ['onRowsEdited', 'onAnswer', 'sendPending'];
  ScriptApp.getProjectTriggers()
    .filter(trigger => ours.includes(trigger.getHandlerFunction()))
    .forEach(trigger => ScriptApp.deleteTrigger(trigger));
  const spreadsheet = SpreadsheetApp.getActive();
  ScriptApp.newTrigger('onRowsEdited').forSpreadsheet(spreadsheet).onEdit().create();
  ScriptApp.newTrigger('onAnswer').forSpreadsheet(spreadsheet).onFormSubmit().create();
  ScriptApp.newTrigger('sendPending').timeBased().everyMinutes(10).create();
}

function onRowsEdited(event) {
  keep(event.range.getSheet(), event.range.getRow(), event.range.getLastRow());
  sendPending();
}

function onAnswer(event) {
  onRowsEdited(event);
}

function sendAll() {
  keep(theSheet(), 2, theSheet().getLastRow());
  sendPending();
}

function theSheet() {
  const name = PropertiesService.getScriptProperties().getProperty('LADIBRIDGE_SHEET');
  const sheet = name ? SpreadsheetApp.getActive().getSheetByName(name.trim()) : SpreadsheetApp.getActive().getSheets()[0];
  if (!sheet) {
    throw new Error('There is no sheet «' + name + '»: correct LADIBRIDGE_SHEET');
  }
  return sheet;
}

/** Notes what the rows hold now: by the time it is sent they may have moved. */
function keep(sheet, first, last) {
  const from = Math.max(2, first);
  if (sheet.getSheetId() !== theSheet().getSheetId() || last < from || sheet.getLastColumn() < 1) {
    return;
  }
  const headings = sheet.getRange(1, 1, 1, sheet.getLastColumn()).getDisplayValues()[0];
  const rows = sheet.getRange(from, 1, last - from + 1, sheet.getLastColumn()).getDisplayValues();
  let batch = [];
  rows.forEach((cells, index) => {
    const row = {};
    cells.forEach((cell, column) => {
      const heading = headings[column].trim().toLowerCase();
      if (heading !== '' && cell.trim() !== '' && !(heading in row)) {
        row[heading] = cell;
      }
    });
    if (Object.keys(row).length === 0) {
      return;
    }
    if (size([row]) > LARGEST_BATCH_BYTES) {
      throw new Error('Row ' + (from + index) + ' is larger than ' + LARGEST_BATCH_BYTES + ' bytes and was not sent');
    }
    if (size(batch.concat([row])) > LARGEST_BATCH_BYTES) {
      note(batch);
      batch = [];
    }
    batch.push(row);
  });
  note(batch);
}

function size(rows) {
  return bytes(body(rows)).length;
}

function body(rows) {
  return JSON.stringify({type: 'rows.changed', timestamp: new Date().toISOString(), data: rows});
}

/** The key sorts by time: what was changed first is sent first. */
function note(rows) {
  if (rows.length > 0) {
    PropertiesService.getScriptProperties().setProperty(PENDING + Date.now() + '-' + Utilities.getUuid(), body(rows));
  }
}

/** Ends when the bridge has everything; otherwise throws, so that Google mails the owner of the script. */
function sendPending() {
  const lock = LockService.getScriptLock();
  if (!lock.tryLock(1000)) {
    return; // whoever has it sends what was noted meanwhile, or the next run by the clock does
  }
  try {
    const started = Date.now();
    const properties = PropertiesService.getScriptProperties();
    for (let keys = pending(properties); keys.length > 0; keys = pending(properties)) {
      for (const key of keys) {
        if (Date.now() - started > LONGEST_RUN_SECONDS * 1000) {
          return;
        }
        const problem = post(key.substring(PENDING.length), properties.getProperty(key));
        if (problem !== null) {
          throw new Error(keys.length + ' changes wait for LadiBridge: ' + problem);
        }
        properties.deleteProperty(key);
      }
    }
  } finally {
    lock.releaseLock();
  }
}

function pending(properties) {
  return Object.keys(properties.getProperties()).filter(key => key.startsWith(PENDING)).sort();
}

/** One attempt. The id stays the same over all of them; the timestamp, and so the signature, is its own. Null when it was stored. */
function post(id, text) {
  const properties = PropertiesService.getScriptProperties();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const key = Utilities.base64Decode(properties.getProperty('LADIBRIDGE_SECRET').trim().replace(/^whsec_/, ''));
  const content = bytes(text);
  // Bytes, because the overloads for text are not reliably UTF-8.
  const signature = Utilities.computeHmacSha256Signature(bytes(id + '.' + timestamp + '.').concat(content), key);
  try {
    const answer = UrlFetchApp.fetch(properties.getProperty('LADIBRIDGE_URL').trim(), {
      method: 'post',
      contentType: 'application/json',
      payload: content,
      headers: {'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': 'v1,' + Utilities.base64Encode(signature)},
      muteHttpExceptions: true,
      followRedirects: false
    });
    const status = answer.getResponseCode();
    return status >= 200 && status < 300 ? null : 'HTTP ' + status;
  } catch (error) {
    return error.message;
  }
}

function bytes(text) {
  return Utilities.newBlob(text).getBytes();
}
