/**
 * Sends every response of this Google Form to LadiBridge, signed by Standard Webhooks (https://www.standardwebhooks.com).
 *
 * Script properties: LADIBRIDGE_URL (https://<your bridge>/hooks/google-forms) and LADIBRIDGE_SECRET (whsec_…). Run setUp once.
 * A response that could not be sent stays in the form, and its id in the script properties until the bridge has it.
 */
const PENDING = 'pending:';
const PAUSES_SECONDS = [1, 2, 4, 8];
const LONGEST_PAUSE_SECONDS = 30;
const LONGEST_RUN_SECONDS = 180;

/** Installs the triggers: one for each response, one that sends again what is pending. Running it twice does no harm. */
function setUp() {
  ScriptApp.getProjectTriggers()
    .filter(trigger => ['onResponse', 'sendPending'].includes(trigger.getHandlerFunction()))
    .forEach(trigger => ScriptApp.deleteTrigger(trigger));
  ScriptApp.newTrigger('onResponse').forForm(FormApp.getActiveForm()).onFormSubmit().create();
  ScriptApp.newTrigger('sendPending').timeBased().everyMinutes(10).create();
}

function onResponse(event) {
  PropertiesService.getScriptProperties().setProperty(PENDING + event.response.getId(), new Date().toISOString());
  deliver(event.response);
}

function sendPending() {
  const started = Date.now();
  const failures = [];
  for (const key of Object.keys(PropertiesService.getScriptProperties().getProperties())) {
    if (key.startsWith(PENDING) && Date.now() - started < LONGEST_RUN_SECONDS * 1000) {
      try {
        deliver(FormApp.getActiveForm().getResponse(key.substring(PENDING.length)));
      } catch (error) {
        failures.push(error.message);
      }
    }
  }
  if (failures.length > 0) {
    throw new Error(failures.length + ' responses wait for LadiBridge: ' + failures[0]);
  }
}

/** Ends when the bridge has the response; otherwise throws, so that Google mails the owner of the script. */
function deliver(response) {
  const id = response.getId();
  const body = bytes(JSON.stringify({
    type: 'form.submitted',
    timestamp: response.getTimestamp().toISOString(),
    data: {id: id, email: response.getRespondentEmail(), answers: response.getItemResponses().map(item => ({
      id: String(item.getItem().getId()), title: item.getItem().getTitle(), answer: item.getResponse()
    }))}
  }));
  for (let attempt = 0; ; attempt++) {
    const answer = post(id, body);
    if (answer.status >= 200 && answer.status < 300) {
      PropertiesService.getScriptProperties().deleteProperty(PENDING + id);
      return;
    }
    if (!answer.mayPass || attempt === PAUSES_SECONDS.length) {
      throw new Error('LadiBridge did not take response ' + id + ': ' + answer.what);
    }
    const pause = PAUSES_SECONDS[attempt] * (1 + Math.random() / 4);
    Utilities.sleep(1000 * Math.min(LONGEST_PAUSE_SECONDS, Math.max(pause, answer.retryAfter)));
  }
}

/** One attempt. The id stays the same over all of them; the timestamp, and so the signature, is its own. */
function post(id, body) {
  const properties = PropertiesService.getScriptProperties();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const key = Utilities.base64Decode(properties.getProperty('LADIBRIDGE_SECRET').trim().replace(/^whsec_/, ''));
  // Bytes, because the overloads for text are not reliably UTF-8.
  const signature = Utilities.computeHmacSha256Signature(bytes(id + '.' + timestamp + '.').concat(body), key);
  try {
    const answer = UrlFetchApp.fetch(properties.getProperty('LADIBRIDGE_URL').trim(), {
      method: 'post',
      contentType: 'application/json',
      payload: body,
      headers: {'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': 'v1,' + Utilities.base64Encode(signature)},
      muteHttpExceptions: true,
      followRedirects: false
    });
    const status = answer.getResponseCode();
    const headers = answer.getHeaders();
    const retryAfter = Object.keys(headers).find(name => name.toLowerCase() === 'retry-after');
    return {
      status: status,
      mayPass: status >= 500 || [408, 425, 429].includes(status),
      retryAfter: Number(headers[retryAfter]) || 0,
      what: 'HTTP ' + status
    };
  } catch (error) {
    return {status: 0, mayPass: true, retryAfter: 0, what: error.message};
  }
}

function bytes(text) {
  return Utilities.newBlob(text).getBytes();
}
