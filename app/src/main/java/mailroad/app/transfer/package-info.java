/**
 * The files and folders of {@code mailroad import} and {@code mailroad export}: mbox, Maildir and .eml, read into the server and
 * written from it over a {@link mailroad.app.admin.Channel}. The formats themselves are in {@code mailroad.transfer}. All of
 * it runs in the one task of a command.
 */
@NullMarked
package mailroad.app.transfer;

import org.jspecify.annotations.NullMarked;
