/**
 * What an administrator can do with a node, as named operations with JSON in and out: called in the running
 * server over its local socket ({@link mailroad.app.admin.AdminServer}), or in this process when no server
 * runs. The socket's file mode lets only its owner in; one request a connection, one line each
 * way; what carries content in and out goes on over the same connection ({@link mailroad.app.admin.Conversation}).
 */
@NullMarked
package mailroad.app.admin;

import org.jspecify.annotations.NullMarked;
