package mailroad.lab.demo;

import java.time.Duration;
import mailroad.app.NodeConfig;
import mailroad.mta.MtaConfig;
import mailroad.mta.delivery.DeliveryConfig;
import mailroad.mta.queue.QueueConfig;

/** A node that tries again within a second, so that nobody who watches has to wait for minutes. */
final class Impatience {
  private static final Duration RETRY = Duration.ofMillis(300);
  private static final Duration REST = Duration.ofMillis(200);

  private Impatience() {}

  static NodeConfig of(NodeConfig usual) {
    MtaConfig mta = usual.mta();
    return new NodeConfig(
        usual.hostname(),
        usual.data(),
        usual.adminSocket(),
        usual.stopTimeout(),
        usual.sweepInterval(),
        usual.listen(),
        usual.tls(),
        usual.store(),
        usual.dns(),
        usual.connections(),
        usual.smtp(),
        usual.submission(),
        usual.lmtp(),
        usual.pop3(),
        usual.imap(),
        new MtaConfig(mta.intake(), mta.routing(), of(mta.queue()), of(mta.delivery())),
        usual.mda(),
        usual.mailbox(),
        usual.password(),
        usual.journal(),
        usual.log());
  }

  private static QueueConfig of(QueueConfig usual) {
    return new QueueConfig(
        usual.lifetime(),
        usual.noticeLifetime(),
        usual.delayNoticeAfter(),
        RETRY,
        RETRY,
        RETRY.multipliedBy(2),
        usual.retryJitterPercent(),
        usual.lease(),
        usual.concurrencyMax(),
        usual.destinationConcurrencyMax(),
        usual.waitingMax(),
        usual.destinationWaitingMax(),
        usual.recipientsPerItemMax(),
        usual.expansionsMax());
  }

  private static DeliveryConfig of(DeliveryConfig usual) {
    return new DeliveryConfig(
        usual.connectTimeout(),
        usual.sourceAddressIpv4(),
        usual.sourceAddressIpv6(),
        usual.attemptTimeMax(),
        REST,
        REST.multipliedBy(2),
        usual.hostsRememberedMax(),
        usual.sessionIdleMax(),
        usual.sessionTimeMax(),
        usual.sessionMessagesMax(),
        usual.sessionsKeptMax(),
        usual.client());
  }
}
