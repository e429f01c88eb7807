/**
 * What DNS says about a domain's mail, and what is missing or wrong there: {@link
 * mailroad.mta.advice.DomainCheck} asks, {@link mailroad.mta.advice.Rules} judge. Nothing here decides where mail
 * goes. Runs in the task that asks.
 *
 * <p>RFC 5321 section 5.1 (MX), RFC 7505 (null MX), RFC 7672 (DANE), RFC 8461 (MTA-STS), RFC 8460 (TLS reports),
 * RFC 7208 (SPF), RFC 7489 (DMARC).
 */
@NullMarked
package mailroad.mta.advice;

import org.jspecify.annotations.NullMarked;
