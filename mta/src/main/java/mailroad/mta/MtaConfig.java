package mailroad.mta;

import mailroad.mta.delivery.DeliveryConfig;
import mailroad.mta.intake.IntakeConfig;
import mailroad.mta.intake.RewritingConfig;
import mailroad.mta.queue.QueueConfig;
import mailroad.mta.relay.RelayConfig;
import mailroad.mta.routing.RoutingConfig;
import mailroad.mta.tls.TlsPolicyConfig;

/**
 * How mail is transferred.
 *
 * @param intake what is taken from whom
 * @param routing where mail goes that does not end here
 * @param queue how mail waits and is tried again
 * @param delivery how other servers are reached
 * @param relay what is done for the domains behind this server
 * @param rewriting which addresses are written anew
 * @param tls which policies of other domains about TLS are followed
 */
public record MtaConfig(
    IntakeConfig intake,
    RoutingConfig routing,
    QueueConfig queue,
    DeliveryConfig delivery,
    RelayConfig relay,
    RewritingConfig rewriting,
    TlsPolicyConfig tls) {
  /** A server that sends straight to each domain's mail exchangers. */
  public static final MtaConfig DEFAULT =
      new MtaConfig(
          IntakeConfig.DEFAULT,
          RoutingConfig.DEFAULT,
          QueueConfig.DEFAULT,
          DeliveryConfig.DEFAULT,
          RelayConfig.DEFAULT,
          RewritingConfig.DEFAULT,
          TlsPolicyConfig.DEFAULT);

  /** The same with another intake. */
  public MtaConfig with(IntakeConfig other) {
    return new MtaConfig(other, routing, queue, delivery, relay, rewriting, tls);
  }

  /** The same with another routing. */
  public MtaConfig with(RoutingConfig other) {
    return new MtaConfig(intake, other, queue, delivery, relay, rewriting, tls);
  }

  /** The same with another queue. */
  public MtaConfig with(QueueConfig other) {
    return new MtaConfig(intake, routing, other, delivery, relay, rewriting, tls);
  }

  /** The same, other things done for the domains behind it. */
  public MtaConfig with(RelayConfig other) {
    return new MtaConfig(intake, routing, queue, delivery, other, rewriting, tls);
  }

  /** The same, other addresses written anew. */
  public MtaConfig with(RewritingConfig other) {
    return new MtaConfig(intake, routing, queue, delivery, relay, other, tls);
  }

  /** The same, policies about TLS being followed otherwise. */
  public MtaConfig with(TlsPolicyConfig other) {
    return new MtaConfig(intake, routing, queue, delivery, relay, rewriting, other);
  }

  /** The same with another delivery. */
  public MtaConfig with(DeliveryConfig other) {
    return new MtaConfig(intake, routing, queue, other, relay, rewriting, tls);
  }
}
