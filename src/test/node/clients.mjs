// Reads a stand-in with the vendor's own client, page by page: node clients.mjs VENDOR ADDRESS TOKEN -> a JSON array of addresses.
import {Client} from '@hubspot/api-client';
import pipedrive from 'pipedrive/v2';

const vendors = {
  async hubspot(basePath, accessToken) {
    const search = new Client({accessToken, basePath}).crm.contacts.searchApi;
    const emails = [];
    for (let after = undefined, more = true; more;) {
      const page = await search.doSearch({
        filterGroups: [{filters: [{propertyName: 'lastmodifieddate', operator: 'GTE', value: '0'}]}],
        sorts: [{propertyName: 'lastmodifieddate', direction: 'ASCENDING'}],
        properties: ['email'], limit: 100, after,
      });
      emails.push(...page.results.map(contact => contact.properties.email));
      after = page.paging?.next?.after;
      more = Boolean(after);
    }
    return emails;
  },
  async pipedrive(basePath, apiKey) {
    const persons = new pipedrive.PersonsApi(new pipedrive.Configuration({apiKey, basePath: basePath + '/api/v2'}));
    const emails = [];
    for (let cursor = undefined, more = true; more;) {
      const page = await persons.getPersons({
        updated_since: '2026-01-01T00:00:00Z', sort_by: 'update_time', sort_direction: 'asc', limit: 100, cursor,
      });
      emails.push(...page.data.map(person => person.emails[0].value));
      cursor = page.additional_data.next_cursor;
      more = Boolean(cursor);
    }
    return emails;
  },
};

const [vendor, address, token] = process.argv.slice(2);
console.log(JSON.stringify(await vendors[vendor](address, token)));
