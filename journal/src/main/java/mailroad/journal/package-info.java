/** The one event log: events kept with the change that they tell of, and read as journeys. */
@NullMarked
package mailroad.journal;

import org.jspecify.annotations.NullMarked;
