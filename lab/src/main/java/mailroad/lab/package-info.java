/** A simulated internet: topologies, faults, virtual time. */
@NullMarked
package mailroad.lab;

import org.jspecify.annotations.NullMarked;
