/**
 * The web console under {@code /console}: pages over the same services as the admin API, and who may see them. Server-rendered;
 * every page works without JavaScript.
 */
package org.ladibridge.console.web;
