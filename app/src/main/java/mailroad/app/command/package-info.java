/**
 * The command line: each command asks the node's operations ({@link mailroad.app.admin}) and prints the
 * answer, for people or with {@code --json} as it came. Exit status: 0 done, 1 refused or failed, 2 wrong
 * usage, 78 wrong configuration.
 */
@NullMarked
package mailroad.app.command;

import org.jspecify.annotations.NullMarked;
