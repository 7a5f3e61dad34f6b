# R's glmnet as the process that conversation.py talks to.
#
#     Rscript glmnet_worker.R X.npy Y.npy LAMBDA[,LAMBDA...] THREADS
suppressPackageStartupMessages(library(glmnet))

# A matrix of doubles in .npy format, column by column.
read_npy <- function(path) {
  file <- file(path, "rb")
  on.exit(close(file))
  start <- readBin(file, "raw", 10)
  header <- rawToChar(readBin(file, "raw", as.integer(start[9]) + 256L * as.integer(start[10])))
  shape <- regmatches(header, regexec("'shape': \\((\\d+), (\\d+)\\)", header))[[1]]
  n_rows <- as.integer(shape[2])
  n_cols <- as.integer(shape[3])
  stopifnot(grepl("'<f8'", header), grepl("'fortran_order': True", header) || n_cols == 1L)
  matrix(readBin(file, "double", n_rows * n_cols, endian = "little"), n_rows, n_cols)
}

say <- function(...) {
  cat(sprintf(...), "\n", sep = "")
  flush(stdout())
}

solve_all <- function(X, Y, lambdas, tolerance) {
  several <- ncol(Y) > 1
  glmnet(X, if (several) Y else drop(Y),
    family = if (several) "mgaussian" else "gaussian", lambda = lambdas, thresh = tolerance,
    standardize = FALSE, standardize.response = FALSE, intercept = FALSE, maxit = 1e8
  )
}

# The rows of W that are not zero at the k-th lambda, as certificate.py reads them: s, row numbers from 0, values.
block_of <- function(betas, k) {
  stored <- function(beta) if (beta@p[k + 1] > beta@p[k]) beta@i[(beta@p[k] + 1):beta@p[k + 1]] else integer(0)
  rows <- sort(unique(unlist(lapply(betas, stored))))
  values <- vapply(betas, function(beta) {
    column <- numeric(length(rows))
    own <- stored(beta)
    if (length(own) > 0) column[match(own, rows)] <- beta@x[(beta@p[k] + 1):beta@p[k + 1]]
    column
  }, numeric(length(rows)))
  as.double(c(length(rows), rows, values))
}

write_coefficients <- function(model, path) {
  betas <- if (is.list(model$beta)) model$beta else list(model$beta)
  file <- file(path, "wb")
  on.exit(close(file))
  for (k in seq_along(model$lambda)) writeBin(block_of(betas, k), file, endian = "little")
}

answer <- function(X, Y, lambdas, request) {
  words <- strsplit(trimws(request), " ", fixed = TRUE)[[1]]
  begin <- Sys.time()
  model <- solve_all(X, Y, lambdas, as.double(words[1]))
  say('{"seconds": %.9f}', as.double(difftime(Sys.time(), begin, units = "secs")))
  if (length(words) < 2) return(invisible())
  if (length(model$lambda) != length(lambdas)) {
    stop(length(model$lambda), " of ", length(lambdas), " strengths were solved")
  }
  write_coefficients(model, words[2])
  say('{"written": "%s"}', words[2])
}

main <- function(arguments) {
  X <- read_npy(arguments[1])
  Y <- read_npy(arguments[2])
  lambdas <- as.double(strsplit(arguments[3], ",", fixed = TRUE)[[1]])
  # A path must not end early because the deviance hardly changes.
  glmnet.control(fdev = 0, devmax = 1)
  set.seed(1)
  solve_all(matrix(rnorm(4800), 60, 80), matrix(rnorm(60 * ncol(Y)), 60), c(0.3, 0.2), 1e-6)
  say('{"ready": "glmnet %s"}', as.character(packageVersion("glmnet")))
  input <- file("stdin", "r")
  while (length(request <- readLines(input, 1)) > 0) answer(X, Y, lambdas, request)
}

main(commandArgs(trailingOnly = TRUE))
