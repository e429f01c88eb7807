/**
 * One TOML file for the node, strict: {@link mailroad.app.config.ConfigFile} reads it into the records
 * that the rooms define, and reports all that is wrong at once, with line, column and the nearest valid
 * name. Pure but for {@link mailroad.app.config.ConfigFile#load}, which reads the file.
 */
@NullMarked
package mailroad.app.config;

import org.jspecify.annotations.NullMarked;
