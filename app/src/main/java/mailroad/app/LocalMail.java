package mailroad.app;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import mailroad.mailbox.Directory;
import mailroad.mda.Delivered;
import mailroad.mda.Mda;
import mailroad.mda.Resolution;
import mailroad.mta.local.LocalDelivery;
import mailroad.store.Batch;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ties the transfer of mail to local delivery: the one place where both are known. */
final class LocalMail implements LocalDelivery {
  private static final Logger LOG = LoggerFactory.getLogger(LocalMail.class);
  private static final Duration FRESH = Duration.ofSeconds(10);

  /** The local domains as read at some moment. */
  private record Domains(Set<Domain> domains, Instant until) {}

  /** What became of a recipient when it was looked up. */
  private record Known(Resolution.ToAccount resolution) implements Place {}

  private final World world;
  private final Directory directory;
  private final Mda mda;
  private volatile Domains known = new Domains(Set.of(), Instant.MIN);

  LocalMail(World world, Directory directory, Mda mda) {
    this.world = world;
    this.directory = directory;
    this.mda = mda;
  }

  /** Reads the local domains anew: they have changed. */
  void refresh() throws StoreException {
    known = new Domains(Set.copyOf(directory.domains()), world.now().plus(FRESH));
  }

  @Override
  public boolean isLocal(Domain domain) {
    if (!world.now().isBefore(known.until())) {
      try {
        refresh();
      } catch (StoreException e) {
        LOG.warn(
            "event=domains-not-read reason=\"{}\"", Text.visible(String.valueOf(e.getMessage())));
      }
    }
    return known.domains().contains(domain);
  }

  @Override
  public Lookup lookup(EmailAddress recipient, long octets) throws StoreException {
    return switch (mda.resolveHere(recipient, octets)) {
      case Resolution.ToAccount to ->
          new Lookup.ToAccount(to.account().address(), to.why(), new Known(to));
      case Resolution.Forward forward -> new Lookup.Forward(forward.to(), forward.why());
      case Resolution.Unknown unknown -> new Lookup.Unknown(unknown.why());
      case Resolution.NotLocal notLocal -> new Lookup.Unknown(notLocal.why());
      case Resolution.Full full -> new Lookup.Full(full.to().account().address(), full.why());
    };
  }

  @Override
  public Filing file(Batch batch, Arrival arrival, EmailAddress recipient, Lookup.ToAccount to)
      throws StoreException {
    Delivered message =
        new Delivered(
            arrival.sender(),
            arrival.blob(),
            arrival.octets(),
            arrival.arrived(),
            arrival.bringsReturnPath(),
            arrival.junk());
    Optional<mailroad.mailbox.Filing> filing =
        switch (resolution(recipient, arrival, to)) {
          case Resolution.ToAccount found -> mda.file(batch, found, message);
          // Filled up since the lookup: the batch will be refused for it, and the next lookup says
          // so.
          case Resolution.Full full -> mda.file(batch, full.to(), message);
          case Resolution.Forward _, Resolution.Unknown _, Resolution.NotLocal _ ->
              Optional.empty();
        };
    return filing
        .map(filed -> new Filing(filed.mailbox().toString(), filed.uid()))
        .orElseThrow(() -> new StoreException("the way of " + recipient + " changed meanwhile"));
  }

  /** Accounts and mailboxes that went since the lookup are noticed by the batch, or are not found. */
  private Resolution resolution(EmailAddress recipient, Arrival arrival, Lookup.ToAccount to)
      throws StoreException {
    return to.place() instanceof Known(var found)
        ? found
        : mda.resolveHere(recipient, arrival.octets());
  }

  /** Whether mail for a recipient, or some of it, leaves this server. What the store cannot say stays here. */
  boolean leadsElsewhere(EmailAddress recipient) {
    try {
      return switch (mda.resolveHere(recipient, 0)) {
        case Resolution.Forward forward ->
            forward.to().stream().anyMatch(to -> !isLocal(to.domain()));
        case Resolution.NotLocal _ -> true;
        case Resolution.ToAccount _, Resolution.Unknown _, Resolution.Full _ -> false;
      };
    } catch (StoreException e) {
      LOG.warn("event=not-resolved reason=\"{}\"", Text.visible(String.valueOf(e.getMessage())));
      return false;
    }
  }
}
