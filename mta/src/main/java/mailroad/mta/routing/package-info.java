/**
 * Where a recipient's mail goes, and why.
 *
 * <p>First comes a {@link mailroad.mta.routing.Choice}, made of sender, recipient and configuration alone: here,
 * or to which {@link mailroad.mta.routing.NextHop}. Recipients with one next hop travel together. When an
 * attempt begins, {@link mailroad.mta.routing.Router} asks DNS for what the next hop needs ({@link
 * mailroad.mta.routing.Facts}), and a pure function makes a {@link mailroad.mta.routing.Route} of the answers:
 * the addresses to try in order, or that there is no way, or that it cannot be known now. Choice and Route each
 * carry the tree of what was considered, what was rejected, and the record or configuration line that decided;
 * {@code explain} shows the same trees, made by the same code.
 *
 * <p>Only {@link mailroad.mta.routing.Router} blocks, in its caller's task.
 *
 * <p>RFC 5321 section 5 (mail exchangers), RFC 7505 (null MX), RFC 2308 (what negative answers mean), RFC 5891
 * (A-labels).
 */
@NullMarked
package mailroad.mta.routing;

import org.jspecify.annotations.NullMarked;
