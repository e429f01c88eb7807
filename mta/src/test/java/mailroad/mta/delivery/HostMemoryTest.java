package mailroad.mta.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import mailroad.kernel.Domain;
import org.junit.jupiter.api.Test;

/** Which hosts are left alone, on clocks that do not always go ahead. */
class HostMemoryTest {
  private static final InetSocketAddress HOST =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 25);
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private final HostMemory hosts = new HostMemory(DeliveryConfig.DEFAULT);

  private Instant fails(Instant now) {
    return hosts.failed(HOST, "silent", now, Set.of(new Domain("b.example")));
  }

  @Test
  void r26AHostRestsAndIsThenAskedByOneAlone() {
    Instant until = fails(NOW);
    assertThat(hosts.restOf(HOST, until.minusSeconds(1))).isPresent();
    assertThat(hosts.begin(HOST, until)).isEmpty();
    assertThat(hosts.begin(HOST, until)).isPresent();
    hosts.worked(HOST);
    assertThat(hosts.begin(HOST, until)).isEmpty();
  }

  @Test
  void aClockThatGoesBackKeepsNoHostShutA20() {
    Instant until = fails(NOW);
    Instant back = NOW.minus(Duration.ofDays(400));
    assertThat(hosts.restOf(HOST, back)).isEmpty();
    assertThat(hosts.begin(HOST, until)).isEmpty();
    assertThat(hosts.begin(HOST, back)).isEmpty();
  }

  @Test
  void aMachineFailsWhileOneOfItsPortsDoes() {
    InetAddress machine = HOST.getAddress();
    InetSocketAddress submission = new InetSocketAddress(machine, 587);
    fails(NOW);
    hosts.failed(submission, "silent", NOW, Set.of(new Domain("c.example")));
    hosts.worked(HOST);
    assertThat(hosts.isFailing(machine)).isTrue();
    hosts.worked(submission);
    assertThat(hosts.isFailing(machine)).isFalse();
  }

  @Test
  void aMachineThatIsHeardOfIsForgottenWithAllItsPorts() {
    fails(NOW);
    hosts.failed(
        new InetSocketAddress(HOST.getAddress(), 587),
        "silent",
        NOW,
        Set.of(new Domain("c.example")));
    assertThat(hosts.forget(HOST.getAddress()))
        .containsExactlyInAnyOrder(new Domain("b.example"), new Domain("c.example"));
    assertThat(hosts.isFailing(HOST.getAddress())).isFalse();
    assertThat(hosts.restOf(HOST, NOW)).isEmpty();
  }
}
