/**
 * The transfer of mail: {@link mailroad.mta.Mta} ties intake, routing, queue and delivery together.
 *
 * <p>A message comes in by {@link mailroad.mta.intake.Intake}, which an SMTP session asks, or by {@link
 * mailroad.mta.Mta#submit}; it is filed at once or lies in the queue ({@link mailroad.mta.queue.MailQueue}) until
 * {@link mailroad.mta.queue.QueueRunner} has had it carried ({@link mailroad.mta.delivery.RemoteCourier}) where
 * {@link mailroad.mta.routing.Router} says. Packages below this one know it not; among them arrows run from intake
 * and delivery to queue, and from there to routing, dsn and local.
 *
 * <p>RFC 5321, RFC 3461 to 3464, RFC 6409, RFC 7505.
 */
@NullMarked
package mailroad.mta;

import org.jspecify.annotations.NullMarked;
