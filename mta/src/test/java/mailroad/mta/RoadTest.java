package mailroad.mta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailroad.dns.FixedResolver;
import mailroad.journal.Journal;
import mailroad.journal.JournalConfig;
import mailroad.journal.Journey;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.ReversePath;
import mailroad.mta.routing.RoutingConfigBuilder;
import mailroad.smtp.server.SmtpServer;
import mailroad.smtp.server.SmtpServerConfig;
import mailroad.store.memory.MemoryStore;
import mailroad.wire.ClientTrust;
import mailroad.wire.Listener;
import mailroad.wire.ListenerConfig;
import mailroad.wire.SelfSigned;
import mailroad.wire.ServerKeys;
import mailroad.wire.Tls;
import org.junit.jupiter.api.Test;

/** Two whole servers: a message crosses from one's account to the other's mailbox, over real SMTP and TLS. */
class RoadTest {
  /** The server at B, its port open. */
  private static final class B implements AutoCloseable {
    final MemoryStore store;
    final Journal journal;
    final Listener listener;

    B(TestWorld world, String address) throws Exception {
      store = new MemoryStore(world);
      journal = new Journal(world, store, JournalConfig.DEFAULT, "mx.b.example");
      Domain hostname = new Domain("mx.b.example");
      Mta mta =
          new Mta(
              new Mta.Surroundings(
                  world,
                  store,
                  journal,
                  FixedResolver.of(""),
                  new FakeMailboxes().account("bert@b.example"),
                  ClientTrust.any()),
              new Mta.Identity(hostname, Set.of(InetAddress.getByName(address)), "b"),
              MtaConfig.DEFAULT.with(Bench.quietQueue()));
      SelfSigned keys = SelfSigned.make(world, List.of("mx.b.example"), Duration.ofDays(9));
      SmtpServer server =
          new SmtpServer(
              world,
              SmtpServerConfig.DEFAULT,
              hostname,
              mta.reception(),
              Optional.empty(),
              Optional.of(Tls.server(ServerKeys.of(keys.identity()))));
      listener =
          Listener.open(
              world,
              new InetSocketAddress(InetAddress.getByName(address), 0),
              ListenerConfig.DEFAULT,
              server);
    }

    @Override
    public void close() {
      listener.close();
    }
  }

  @Test
  void aMessageCrossesAndItsJourneyIsOne() throws Exception {
    try (Bench a = new Bench();
        B b = new B(a.world, "127.0.0.51")) {
      a.dns(
              FixedResolver.of(
                  """
                  b.example. 60 IN MX 10 mx.b.example.
                  mx.b.example. 60 IN A 127.0.0.51
                  """))
          .routing(new RoutingConfigBuilder().loopback(b.listener.address().getPort()).build())
          .start();
      QueueId id = a.send("anna@local.example", "bert@b.example");
      Event.Relayed relayed = a.await(id, Event.Relayed.class);
      String received = FakeMailboxes.messages(b.store, "bert@b.example").getFirst();
      assertThat(received)
          .startsWith("Received: from us.local.example ([127.0.0.1])\r\n")
          .contains("by mx.b.example (Mailroad) with ESMTPS id " + relayed.theirId().orElseThrow())
          .contains("\r\n\ttls TLS_")
          .contains("by us.local.example (Mailroad) id " + id)
          .endsWith("Subject: hello\r\n\r\nBody\r\n");
      Journey journey = Journey.of(List.of(a.journal(), b.journal), id);
      assertThat(journey.hops())
          .extracting(Journey.Hop::host)
          .containsExactly("us.example", "mx.b.example");
      assertThat(journey.toString()).contains("S: 220", "C: STARTTLS", "filed", "completed");
    }
  }

  @Test
  void whatTheOtherSideRefusesComesBackAsANotice() throws Exception {
    try (Bench a = new Bench();
        B b = new B(a.world, "127.0.0.52")) {
      a.dns(FixedResolver.of("b.example. 60 IN A 127.0.0.52"))
          .routing(new RoutingConfigBuilder().loopback(b.listener.address().getPort()).build())
          .start();
      QueueId id = a.send("anna@local.example", "nobody@b.example");
      a.await(id, Event.Failed.class);
      assertThat(a.inbox("anna@local.example").getFirst())
          .contains("Diagnostic-Code: smtp; 550 5.1.1 <nobody@b.example>: no such mailbox here");
      assertThat(b.journal.recent(9)).isEmpty();
    }
  }

  @Test
  void aLargeMessageComesOctetForOctet() throws Exception {
    StringBuilder body = new StringBuilder("Subject: large\r\n\r\n");
    for (int i = 0; i < 40_000; i++) {
      body.append(i % 7 == 0 ? "." : "").append("line ").append(i).append(" ÄÖÜ\r\n");
    }
    try (Bench a = new Bench();
        B b = new B(a.world, "127.0.0.53")) {
      a.dns(FixedResolver.of("b.example. 60 IN A 127.0.0.53"))
          .routing(new RoutingConfigBuilder().loopback(b.listener.address().getPort()).build())
          .start();
      QueueId id = a.send("anna@local.example", body.toString(), new String[] {"bert@b.example"});
      a.await(id, Event.Relayed.class);
      assertThat(FakeMailboxes.messages(b.store, "bert@b.example").getFirst())
          .endsWith(body.toString());
    }
  }

  @Test
  void contentThatCannotBeReadIsRefusedToItsGiver() throws Exception {
    try (Bench a = new Bench()) {
      InputStream broken =
          new InputStream() {
            @Override
            public int read() throws java.io.IOException {
              throw new java.io.IOException("gone");
            }
          };
      org.assertj.core.api.Assertions.assertThatThrownBy(() ->
              a.mta()
                  .submit(
                      new ReversePath.Nowhere(),
                      List.of(EmailAddress.of("anna@local.example")),
                      broken,
                      "test"))
          .hasMessage("gone");
      assertThat(a.events()).isEmpty();
    }
  }
}
