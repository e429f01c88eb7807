package mailroad.mailauth.dmarc;

import java.util.Optional;
import mailroad.kernel.Domain;

/** Finds the record that is responsible for a domain, and the organisation that it belongs to. */
interface Organisations {
  /** The record that is responsible for a domain. */
  Discovery discover(Domain domain) throws InterruptedException;

  /** The organisational domain; empty where DNS failed to tell. */
  Optional<Domain> of(Domain domain) throws InterruptedException;
}
