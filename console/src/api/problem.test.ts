import { expect, test } from 'vitest'

import { problemFrom } from '@/api/problem'

test('every wrong field is found by its path', () => {
  const problem = problemFrom(422, {
    title: 'Invalid',
    status: 422,
    detail: 'What was sent cannot be accepted.',
    errors: [{ path: 'requester.email', message: 'This is not an e-mail address.' }],
  })
  expect(problem.message).toBe('What was sent cannot be accepted.')
  expect(problem.field('requester.email')).toBe('This is not an e-mail address.')
  expect(problem.field('body')).toBeUndefined()
})

test('a page that a proxy answered with is still a problem with its status', () => {
  expect(problemFrom(502, '<h1>Bad gateway</h1>')).toMatchObject({ status: 502, message: 'HTTP 502' })
})
