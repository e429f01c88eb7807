package mailroad.guard.door;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.guard.door.DnsList.Listing;
import mailroad.guard.verdict.Evidence;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.ReversePath;
import mailroad.mailauth.Iprev;
import mailroad.smtp.server.Client;

/** Finds out what there is to say about a client: at the door and about a whole message alike. */
final class Assessor {
  /** What a client without a name that leads back to it is suspected of at the door; evidence weighs it anew. */
  private static final double NAMELESS = 1;

  private final DoorConfig config;
  private final HelloCheck hello;
  private final DnsLists lists;
  private final Inquiry inquiry;

  Assessor(DoorConfig config, HelloCheck hello, DnsLists lists, Inquiry inquiry) {
    this.config = config;
    this.hello = hello;
    this.lists = lists;
    this.inquiry = inquiry;
  }

  /** What its conduct and its name show. */
  List<Evidence> manners(Client client) throws InterruptedException {
    List<Evidence> out = new ArrayList<>(ConductCheck.evidence(client.conduct(), config.conduct()));
    hello.evidence(client.remote().getAddress(), client.hello().name()).ifPresent(out::add);
    return out;
  }

  /** What lists say of it. */
  List<Listing> listings(Client client, ReversePath sender, Optional<Domain> reverse)
      throws InterruptedException {
    return lists.ask(
        new DnsLists.Party(
            client.remote().getAddress(),
            client.hello().name(),
            sender.mailbox().map(EmailAddress::domain),
            reverse));
  }

  /** All of it, as sums. */
  Visit.Assessment assess(Client client, ReversePath sender) throws InterruptedException {
    InetAddress address = client.remote().getAddress();
    Iprev reverse = inquiry.reverse(address);
    List<Listing> listings = listings(client, sender, reverse.name());
    double listed = DnsLists.sum(listings);
    double manners = manners(client).stream().mapToDouble(Evidence::score).sum();
    return new Visit.Assessment(
        client.hello().name(),
        sender,
        listed,
        listed + manners + (isNameless(reverse) ? NAMELESS : 0),
        DnsLists.evidence(listings));
  }

  private static boolean isNameless(Iprev reverse) {
    return switch (reverse.code()) {
      case FAIL, PERMERROR -> true;
      case PASS, TEMPERROR -> false;
    };
  }
}
