package mailroad.guard.door;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailroad.dns.FixedResolver;
import mailroad.dns.Resolver;
import mailroad.kernel.AddressRange;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.kernel.SteppedWorld;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.smtp.server.Client;
import mailroad.smtp.server.Decision;
import mailroad.smtp.server.Departure;
import mailroad.smtp.server.Hello;
import mailroad.store.memory.MemoryStore;

/** A door over a store in memory, with what tests say to it. */
final class Doors {
  static final Departure NOTHING = new Departure(Departure.Manner.DONE, 0, 0, 0);

  final SteppedWorld world = new SteppedWorld(Instant.parse("2026-03-01T12:00:00Z"));
  MemoryStore store = new MemoryStore(world);
  Resolver resolver = FixedResolver.of("");
  Inquiry inquiry = Inquiry.NONE;
  FirstLookConfig firstLook = FirstLookConfig.DEFAULT;
  DnsListsConfig lists = DnsListsConfig.DEFAULT;
  GreylistConfig greylist = GreylistConfig.DEFAULT;
  List<RateConfig> rates = List.of();
  BanConfig bans = BanConfig.DEFAULT;

  Door open() throws Exception {
    return new Door(
        new Door.Surroundings(
            world,
            store,
            resolver,
            new Domain("mx.local.example"),
            Set.of(address("198.51.100.1")),
            List.of(AddressRange.parse("10.0.0.0/8").orElseThrow()),
            inquiry),
        new DoorConfig(
            true,
            firstLook,
            ConductConfig.DEFAULT,
            HelloConfig.DEFAULT,
            lists,
            StandingConfig.DEFAULT,
            greylist,
            rates,
            1000,
            TarpitConfig.DEFAULT,
            bans,
            Duration.ofSeconds(5)));
  }

  static GreylistConfig everybody() {
    return new GreylistConfig(
        GreylistConfig.Whom.EVERYBODY,
        3,
        Duration.ofMinutes(5),
        Duration.ofDays(2),
        Duration.ofDays(36),
        3,
        1000,
        1000);
  }

  static InetAddress address(String text) {
    return AddressRange.address(text).orElseThrow();
  }

  static Client client(String address) {
    return client(address, "mail.away.example");
  }

  static Client client(String address, String helo) {
    return new Client(
        new InetSocketAddress(address(address), 4321),
        new InetSocketAddress(address("198.51.100.1"), 25),
        new Hello.Ehlo(helo),
        Optional.empty(),
        Optional.empty());
  }

  static Decision mail(Door door, Client client, String from) throws Exception {
    return door.sender(client, ReversePath.parse(from).orElseThrow(), MailParameters.NONE);
  }

  static Decision rcpt(Door door, Client client, String from, String to) throws Exception {
    Envelope soFar = new Envelope(ReversePath.parse(from).orElseThrow(), MailParameters.NONE);
    return door.recipient(client, soFar, Recipient.of(EmailAddress.of(to)));
  }

  static void unknown(Door door, Client client, String to) throws Exception {
    door.refused(
        client,
        new Envelope(new ReversePath.Nowhere(), MailParameters.NONE),
        Recipient.of(EmailAddress.of(to)),
        new Reply(550, "5.1.1", "no such mailbox here"));
  }

  static String said(Decision decision) {
    return switch (decision) {
      case Decision.Accept() -> "accepted";
      case Decision.Refuse(var reply) -> reply.toString();
    };
  }
}
