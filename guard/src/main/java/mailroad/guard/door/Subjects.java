package mailroad.guard.door;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import mailroad.guard.door.RateConfig.By;
import mailroad.guard.door.Rates.Subject;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.ReversePath;
import mailroad.smtp.server.Client;

/** Whom rates count. */
final class Subjects {
  private Subjects() {}

  /** An address and its neighbours. */
  static List<Subject> of(InetAddress address) {
    return List.of(
        new Subject(By.ADDRESS, Net.host(address).toString()),
        new Subject(By.NETWORK, Net.neighbours(address).toString()));
  }

  /** A client: its account, or where it is. */
  static List<Subject> of(Client client) {
    return client
        .login()
        .map(login -> List.of(new Subject(By.ACCOUNT, login.toString())))
        .orElseGet(() -> of(client.remote().getAddress()));
  }

  /** A client and in whose name it sends. */
  static List<Subject> of(Client client, ReversePath sender) {
    List<Subject> out = new ArrayList<>(of(client));
    if (client.login().isEmpty() && sender.mailbox().isPresent()) {
      EmailAddress address = sender.mailbox().get();
      out.add(new Subject(By.SENDER, address.toString()));
      out.add(new Subject(By.SENDER_DOMAIN, address.domain().name()));
    }
    return out;
  }

  /** The same, and to whom. */
  static List<Subject> of(Client client, ReversePath sender, EmailAddress recipient) {
    List<Subject> out = new ArrayList<>(of(client, sender));
    if (client.login().isEmpty()) {
      out.add(new Subject(By.RECIPIENT, recipient.toString()));
    }
    return out;
  }
}
