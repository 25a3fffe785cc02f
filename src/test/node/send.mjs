// Signs and posts webhooks with the vendors' own libraries: one JSON request per line in, one JSON answer per line out.
// {sender, secret, at (ms), url, signedUrl, signed (the text that is signed), sent (the text that is posted)}
// -> {status, answer, judged (what the vendor's own verifier says of it, with the present time)}
import '@shopify/shopify-api/adapters/node';
import {createInterface} from 'node:readline';
import {Signature} from '@hubspot/api-client';
import {shopifyApi} from '@shopify/shopify-api';
import {getHmac} from '@shopify/shopify-api/test-helpers';
import {Webhook} from 'standardwebhooks';
import Stripe from 'stripe';

const senders = {
  stripe: {
    sign: ({signed, secret, at}) => ({
      'Stripe-Signature': Stripe.webhooks.generateTestHeaderString({payload: signed, secret, timestamp: Math.floor(at / 1000)}),
    }),
    judge: ({sent, secret}, headers) => Stripe.webhooks.constructEvent(sent, headers['Stripe-Signature'], secret, 300),
  },
  'standard-webhooks': {
    sign: ({signed, secret, at}) => ({
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(at / 1000)),
      'webhook-signature': new Webhook(secret).sign('msg_1', new Date(at), signed),
    }),
    judge: ({sent, secret}, headers) => new Webhook(secret).verify(sent, headers),
  },
  hubspot: {
    sign: ({signed, secret, at, signedUrl}) => ({
      'X-HubSpot-Signature-v3':
        Signature.getSignature('POST', 'v3', {clientSecret: secret, url: signedUrl, requestBody: signed, timestamp: at}),
      'X-HubSpot-Request-Timestamp': String(at),
    }),
    judge: ({sent, secret, at, signedUrl}, headers) => Signature.isValid({
      method: 'POST', signatureVersion: 'v3', clientSecret: secret, url: signedUrl, requestBody: sent, timestamp: at,
      signature: headers['X-HubSpot-Signature-v3'],
    }),
  },
  shopify: {
    sign: ({signed, secret}) => ({
      'X-Shopify-Hmac-Sha256': getHmac(signed, secret),
      'X-Shopify-Topic': 'customers/update',
      'X-Shopify-Shop-Domain': 'shop.example.vn',
      'X-Shopify-API-Version': '2026-01',
      'X-Shopify-Webhook-Id': 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
    }),
    judge: async ({sent, secret}, headers) => {
      const sdk = shopifyApi({apiKey: 'key', apiSecretKey: secret, apiVersion: '2026-01', hostName: 'bridge.example.com',
        isEmbeddedApp: false, logger: {log: () => {}}});
      return (await sdk.webhooks.validate({rawBody: sent, rawRequest: {method: 'POST', url: '/', headers}})).valid;
    },
  },
};

// In pieces that cut through characters, as a network may.
function* pieces(bytes) {
  for (let i = 0; i < bytes.length; i += 7) {
    yield bytes.subarray(i, i + 7);
  }
}

async function judged(sender, request, headers) {
  try {
    return Boolean(await sender.judge(request, headers));
  } catch {
    return false;
  }
}

for await (const line of createInterface({input: process.stdin})) {
  const request = JSON.parse(line);
  const sender = senders[request.sender];
  const headers = sender.sign(request);
  const response = await fetch(request.url, {
    method: 'POST', headers: {'Content-Type': 'application/json', ...headers}, duplex: 'half',
    body: ReadableStream.from(pieces(new TextEncoder().encode(request.sent))),
  });
  const answer = await response.text();
  console.log(JSON.stringify({status: response.status, answer, judged: await judged(sender, request, headers)}));
}
