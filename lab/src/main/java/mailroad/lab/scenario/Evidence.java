package mailroad.lab.scenario;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event.Accepted;
import mailroad.kernel.Event.Source;
import mailroad.lab.topology.Role;
import mailroad.lab.topology.Topology;

/**
 * What is known when all is over.
 *
 * @param received all messages in all mailboxes
 * @param accepted what each mail server took over, by its host's name
 * @param disturbed clients' addresses of the connections that a fault came between
 */
record Evidence(
    Topology topology,
    List<Received> received,
    Map<String, List<Accepted>> accepted,
    Set<InetSocketAddress> disturbed) {
  /** What is known does not change. */
  Evidence {
    received = List.copyOf(received);
    accepted = Map.copyOf(accepted);
    disturbed = Set.copyOf(disturbed);
  }

  /** Whether there is a mailbox for this address. */
  boolean exists(EmailAddress address) {
    return topology.mailServers().stream()
        .flatMap(host ->
            host.role() instanceof Role.MailServer mail ? mail.accounts().stream() : Stream.empty())
        .anyMatch(account -> account.address().equals(address));
  }

  /** What lies in somebody's mailbox. */
  Stream<Received> mailbox(EmailAddress owner) {
    return received.stream().filter(message -> message.owner().equals(owner));
  }

  /** How often the server that has the recipient's mailbox took this message over for the recipient. */
  long acceptedAtHome(String messageId, EmailAddress recipient) {
    String home = topology.home(recipient).name();
    return accepted.getOrDefault(home, List.of()).stream()
        .filter(event -> isAbout(event, messageId, recipient))
        .count();
  }

  /** How often a server took this message over for the recipient while a fault came between. */
  long disturbances(String messageId, EmailAddress recipient) {
    return accepted.values().stream()
        .flatMap(List::stream)
        .filter(event -> isAbout(event, messageId, recipient))
        .filter(event ->
            event.source() instanceof Source.Smtp smtp && disturbed.contains(smtp.client()))
        .count();
  }

  private static boolean isAbout(Accepted event, String messageId, EmailAddress recipient) {
    return event.messageIdField().equals(messageId) && event.recipients().contains(recipient);
  }
}
