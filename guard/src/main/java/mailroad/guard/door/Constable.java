package mailroad.guard.door;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import mailroad.guard.door.RateConfig.Of;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Text;
import mailroad.mailbox.Login;
import mailroad.mailbox.LoginWatch;
import mailroad.store.StoreException;
import mailroad.wire.Porter;

/**
 * Counts what is held against each address, and bans it when that is too much: at every port, and for logins over every
 * protocol. No account is ever closed by what strangers do; only where they come from is. Any number of tasks may use it.
 */
final class Constable implements Porter, LoginWatch {
  private final BanConfig config;
  private final Exempt exempt;
  private final Bans bans;
  private final Offences offences;
  private final Flood flood;
  private final Standings standings;
  private final Rates rates;
  private final Administrators administrators;

  /** Whom a constable works with. */
  record Parts(
      Exempt exempt,
      Bans bans,
      Offences offences,
      Flood flood,
      Standings standings,
      Rates rates,
      Administrators administrators) {}

  Constable(BanConfig config, Parts parts) {
    this.config = config;
    this.exempt = parts.exempt();
    this.bans = parts.bans();
    this.offences = parts.offences();
    this.flood = parts.flood();
    this.standings = parts.standings();
    this.rates = parts.rates();
    this.administrators = parts.administrators();
  }

  /** Holds something against an address; where that is too much, it is banned. */
  void offend(InetAddress address, Offence offence, String seen) {
    if (exempt.why(address).isPresent()) {
      return;
    }
    Optional<List<String>> enough = offences.count(address, offence, seen);
    enough.ifPresent(evidence -> bans.ban(address, offence.words(), evidence));
  }

  @Override
  public boolean bars(InetAddress address) {
    if (exempt.isTrusted(address)) {
      return false;
    }
    return bans.bars(address) || floods(address) && bans.bars(address);
  }

  private boolean floods(InetAddress address) {
    int own = flood.count(Net.host(address));
    int neighbours = flood.count(Net.neighbours(address));
    if (isBeyond(own, config.connectionsPerMinute())) {
      return !standings.isGood(address) && ban(address, false, own);
    }
    return isBeyond(neighbours, config.neighbourConnectionsPerMinute())
        && !standings.isGood(address)
        && ban(address, true, neighbours);
  }

  private static boolean isBeyond(int count, int most) {
    return most > 0 && count > most;
  }

  private boolean ban(InetAddress address, boolean all, int connections) {
    List<String> evidence = List.of("%d connections within a minute".formatted(connections));
    if (all) {
      bans.banNeighbours(address, Offence.FLOOD.words(), evidence);
    } else {
      bans.ban(address, Offence.FLOOD.words(), evidence);
    }
    return true;
  }

  @Override
  public void left(InetAddress address, boolean understood) {
    if (exempt.isTrusted(address)) {
      return;
    }
    if (understood) {
      offences.forget(address, Offence.SILENT_VISIT);
    } else {
      offend(address, Offence.SILENT_VISIT, "a connection without a word of the protocol");
    }
  }

  @Override
  public void granted(EmailAddress account, InetAddress peer) {
    if (exempt.loggedIn(account, peer)) {
      administrators.note(account, peer);
    }
  }

  @Override
  public void denied(String login, InetAddress peer, Login.Reason reason, boolean known) {
    boolean guess =
        switch (reason) {
          case NO_ACCOUNT, WRONG_PASSWORD, BAD_TOKEN -> true;
          case DISABLED, BAD_CERTIFICATE, BUSY -> false;
        };
    if (guess && !known && !exempt.isTrusted(peer)) {
      rates.add(Subjects.of(peer), Of.FAILURES, 1);
      offend(
          peer, Offence.LOGIN_FAILURE, "a login as \"%s\" failed".formatted(Text.visible(login)));
    }
  }

  /** Reads what the store knows. */
  void load() throws StoreException {
    bans.load();
    administrators.load(exempt::loggedIn);
  }
}
