package mailroad.mta;

import mailroad.mta.delivery.DeliveryConfig;
import mailroad.mta.intake.IntakeConfig;
import mailroad.mta.queue.QueueConfig;
import mailroad.mta.routing.RoutingConfig;

/**
 * How mail is transferred.
 *
 * @param intake what is taken from whom
 * @param routing where mail goes that does not end here
 * @param queue how mail waits and is tried again
 * @param delivery how other servers are reached
 */
public record MtaConfig(
    IntakeConfig intake, RoutingConfig routing, QueueConfig queue, DeliveryConfig delivery) {
  /** A server that sends straight to each domain's mail exchangers. */
  public static final MtaConfig DEFAULT =
      new MtaConfig(
          IntakeConfig.DEFAULT, RoutingConfig.DEFAULT, QueueConfig.DEFAULT, DeliveryConfig.DEFAULT);
}
