package mailroad.guard.door;

import java.util.Optional;
import mailroad.guard.verdict.Filter;
import mailroad.guard.verdict.Opinion;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.Domain;
import mailroad.smtp.server.Client;

/** What DNS lists say about whoever sends a message. */
final class DnsListFilter implements Filter {
  private final Assessor assessor;

  DnsListFilter(Assessor assessor) {
    this.assessor = assessor;
  }

  @Override
  public String name() {
    return "dns-lists";
  }

  @Override
  public boolean asksOthers() {
    return true;
  }

  @Override
  public Opinion look(Suspect suspect) throws InterruptedException {
    Optional<Client> client = suspect.arriving().client();
    if (client.isEmpty()) {
      return Opinion.NONE;
    }
    Optional<Domain> reverse = suspect.authentication().flatMap(found -> found.iprev().name());
    return Opinion.of(
        DnsLists.evidence(assessor.listings(client.get(), suspect.arriving().sender(), reverse)));
  }
}
